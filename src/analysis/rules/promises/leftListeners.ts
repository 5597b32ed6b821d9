/**
 * promise.floating of async listeners: `bus.on('order', async …)`. `emit` drops the promise, so whoever emitted and was waited for was taken for done while the listener's work was still
 * under way; and then the process was ended. Or it was ended by the listener for the end of the same emitter (`lines.on('line', async …)`, `lines.on('close', () => process.exit(0))`).
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_OBSERVED, type Trace } from '../../../model/trace.ts';
import { FLAG_BOUNDED } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { PROCESS_EXIT } from '../../runEnd.ts';
import type { Draft } from '../../finding.ts';
import { callersUpFrom } from '../../lineage.ts';
import { taskName } from '../../names.ts';
import { hasSite } from '../../siteIndex.ts';

export const leftListenersRule: Rule = { kinds: ['promise.floating'], run: findLeftListeners };

/** Work that was begun longer ago than this when the process was ended was meant to run in the background. */
const YOUNG_NS = 2e9;
/** What a function without a name is called that is given to an emitter. */
const LISTENER = /^(?:on|once|addListener|prependListener)\('/;
/** What comes when all has been read; a connection may close with anything still open. */
const AT_END = /^(?:on|once)\('end'\)$/;
const AT_LAST_LINE = /^(?:on|once)\('close'\)$/;
const OF_LINES = /\('line'\)$/;
const LISTENS = /(?:^|\.)(?:on|once|addListener|prependListener)$/;

function findLeftListeners({ trace }: AnalysisContext): Draft[] {
  const { activations: acts, tasks, threads } = trace;
  if (!threads.some((thread) => thread.exitReason === PROCESS_EXIT)) return [];
  const left = new Map<number, number[]>();
  let ending: ReadonlySet<number> | undefined;
  for (let a = 0; a < acts.length; a++) {
    const [promise, emitter, fn] = [acts.promise.at(a), acts.parent.at(a), acts.fn.at(a)];
    if (promise === NONE || acts.lastSuspension.at(a) === NONE || acts.endSegment.at(a) !== NONE) continue;
    if (!LISTENER.test(trace.functions[fn]?.name ?? '') || (tasks.flags.at(promise) & TASK_OBSERVED) !== 0) continue;
    const thread = threads[acts.thread.at(a)];
    if (thread?.exitReason !== PROCESS_EXIT || thread.gaps.length > 0 || thread.endNs - acts.startNs.at(a) > YOUNG_NS) continue;
    const isCut = emitter === NONE ? isEndedBeside(trace, fn) : isTakenForDone(trace, emitter, a);
    if (isCut && !isEndless(trace, a) && !(ending ??= findEnding(trace)).has(a)) addTo(left, fn, a);
  }
  return [...left].map(([fn, calls]) => toDraft(trace, fn, calls));
}

/** Somebody waited for the one that emitted, and was told that it is done. */
function isTakenForDone({ activations: acts, tasks }: Trace, emitter: number, listener: number): boolean {
  const promise = acts.promise.at(emitter);
  if (promise === NONE || acts.endSegment.at(emitter) === NONE || (tasks.flags.at(promise) & TASK_OBSERVED) === 0) return false;
  return acts.endNs.at(emitter) >= acts.startNs.at(listener);
}

/** Node emits, and the listener for the end of the same emitter, added beside this one, ends the process. */
function isEndedBeside(trace: Trace, listener: number): boolean {
  const { functions, sites } = trace;
  const [own, added] = [functions[listener], sites[addedAt(trace, listener)]];
  if (own === undefined || added === undefined) return false;
  return functions.some(({ name, file, parentFunction }, fn) => {
    const isEnd = AT_END.test(name) || (OF_LINES.test(own.name) && AT_LAST_LINE.test(name));
    if (!isEnd || file !== own.file || parentFunction !== own.parentFunction) return false;
    if (!hasSite(trace, fn, ({ kind, text }) => kind === 'call' && text === 'process.exit')) return false;
    return sites[addedAt(trace, fn)]?.text === added.text;
  });
}

/** The call that is given a listener; -1. */
function addedAt({ functions, sites }: Trace, listener: number): number {
  const row = functions[listener];
  return sites.findLastIndex(
    (site) => site.file === row?.file && site.line === row.line && site.column < row.column && LISTENS.test(site.text),
  );
}

/** It waits at the same place again and again, in a loop that does not end by itself: it was meant to run in the background. */
function isEndless(trace: Trace, listener: number): boolean {
  const { activations: acts, suspensions } = trace;
  const last = acts.lastSuspension.at(listener);
  const site = suspensions.site.at(last);
  if (trace.hasFlag(site, FLAG_BOUNDED)) return false;
  for (let i = suspensions.previous.at(last); i !== NONE; i = suspensions.previous.at(i)) if (suspensions.site.at(i) === site) return true;
  return false;
}

/** The calls of which a step was the last thing that ran in their thread, and their callers: they ended the process themselves. */
function findEnding(trace: Trace): ReadonlySet<number> {
  const { activations: acts, segments: s, suspensions, threads } = trace;
  const last = new Map<number, number>();
  for (let at = s.length - 1; at >= 0 && last.size < threads.length; at--) {
    if (!last.has(s.thread.at(at))) last.set(s.thread.at(at), s.atom.at(at));
  }
  const ending = new Set<number>();
  for (let i = 0; i < suspensions.length; i++) {
    const [resumed, activation] = [suspensions.resumeSegment.at(i), suspensions.activation.at(i)];
    if (resumed === NONE || s.atom.at(resumed) !== last.get(acts.thread.at(activation))) continue;
    for (const caller of callersUpFrom(trace, activation)) ending.add(caller);
  }
  return ending;
}

function toDraft(trace: Trace, fn: number, calls: readonly number[]): Draft {
  const { activations: acts, suspensions } = trace;
  const row = trace.functions[fn];
  const [first] = calls;
  const call = addedAt(trace, fn);
  const waits = first === undefined ? NONE : suspensions.site.at(acts.lastSuspension.at(first));
  const by = first === undefined ? NONE : acts.parent.at(first);
  const emitter = by === NONE ? 'what emits' : `${taskName(trace, by)}, which emits,`;
  const all = Array.from({ length: acts.length }, (_, a) => a).filter((a) => acts.fn.at(a) === fn).length;
  return {
    kind: 'promise.floating',
    key: `${fn}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `Nobody waits for the async listener ${row?.name ?? ''}: ${emitter} was done, and the process was ended before ${calls.length} of ${all} calls of the listener were.`,
    why: [
      'emit drops the promises that its listeners return',
      'keep what the listener begins, and wait for it before the program ends (`pending.push(save(order))`, `await Promise.all(pending)`)',
    ],
    places: [call === -1 ? { fn, role: 'listener' } : { site: call, role: 'listener' }, { site: waits, role: 'still waiting' }],
    segments: calls.slice(0, 8).map((a) => acts.startSegment.at(a)),
    activations: calls.slice(0, 8),
  };
}
