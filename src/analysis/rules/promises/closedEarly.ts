/**
 * promise.floating of async listeners beside one for the end that closes what they add to: `source.on('data', async …)` beside `source.on('end', () => sink.close())`. The stream does not wait for what its
 * listeners return, so those that are still at work find it closed, and what they bring is left out.
 *
 * The transform names the tests by which something is left out (MORE_LEAVES_OUT). It may be meant so where the end is a deadline (of an auction, for bids), or where somebody hangs up, who wants nothing more.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, type Trace } from '../../../model/trace.ts';
import { MORE_LEAVES_OUT } from '../../../model/vocabulary.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { callersUpFrom, lastSite, segmentBehind } from '../../lineage.ts';
import { isServer } from '../../order/connections.ts';
import { lineText } from '../../locate.ts';
import { lastName } from '../../names.ts';
import { requestOf } from '../../roots.ts';
import { callsNamed } from '../../siteIndex.ts';
import { calledWithin } from './calls.ts';
import { listenedAt, type Ends } from './endsBeside.ts';
import { isToldOtherwise } from './whoWaited.ts';

/** Events that bring a part of a whole. */
const PARTS = /\('(?:data|line|row|record|entry|item|chunk|part|page|field|file|element)'\)/;
/** What says that all pieces have been handed out; readline has no other word for it. */
const ALL_CAME = /\b(?:on|once|addListener)\('end'\)|\bonce\(.+, 'end'\)$/;
const LINES_CAME = /\b(?:on|once|addListener)\('close'\)|\bonce\(.+, 'close'\)$/;

interface Closed {
  /** The first of the looks. */
  readonly look: number;
  readonly write: number;
  /** The calls that found it closed. */
  readonly late: readonly number[];
}

export function closedEarlyDraft({ trace, options }: AnalysisContext, fn: number, calls: readonly number[], ends: Ends): Draft | undefined {
  const closed = closedEarly(trace, fn, calls, ends);
  if (closed === undefined) return undefined;
  const { accesses: a } = trace;
  const { look, write, late } = closed;
  const call = listenedAt(trace, fn);
  const [test, put] = [a.site.at(look), a.site.at(write)];
  return {
    kind: 'promise.floating',
    key: `${fn}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `Nobody waits for the async listener ${trace.functions[fn]?.name ?? ''}: \`${trace.site(put)?.text ?? ''}\` was written at the end of the stream (${lineText(trace, options, put)}) when ${late.length} of its ${calls.length} calls were still at work, and because of it what they bring is left out (${lineText(trace, options, test)}).`,
    why: [
      "'end' comes when the last piece has been handed out, not when the listeners are done with it",
      '`for await (const piece of stream)` takes one piece after the other, and comes to its end when all is done; or keep the promises, and await them all before anything is closed',
    ],
    places: [
      call === NONE ? { fn, role: 'listener' } : { site: call, role: 'listener' },
      { site: put, role: 'write' },
      { site: test, role: 'read' },
      { site: lastSite(trace, late[0] ?? NONE), role: 'await' },
    ],
    segments: [a.segment.at(write), a.segment.at(look)],
    activations: late.slice(0, 8),
  };
}

function closedEarly(trace: Trace, fn: number, calls: readonly number[], ends: Ends): Closed | undefined {
  const { accesses: a, activations: acts, segments: s } = trace;
  const name = trace.functions[fn]?.name ?? '';
  if (!PARTS.test(name) || calls.some((call) => isOfConnection(trace, acts.startSegment.at(call)))) return undefined;
  const own = calledWithin(trace, calls);
  const looks = new Map<number, number[]>();
  const writes = new Map<number, number[]>();
  for (let i = 0; i < a.length; i++) {
    if (a.write.at(i) === ACCESS_IS_WRITE) {
      addTo(writes, a.location.at(i), i);
      continue;
    }
    const call = own.get(a.activation.at(i));
    if (call === undefined || ((trace.site(a.site.at(i))?.more ?? 0) & MORE_LEAVES_OUT) === 0) continue;
    if (s.atom.at(a.segment.at(i)) !== s.atom.at(acts.startSegment.at(call))) addTo(looks, a.location.at(i), i);
  }
  if (looks.size === 0) return undefined;
  const isAtEnd = stepsOfEnd(trace, fn, ends);
  for (const [location, looked] of looks) {
    const callOfLook = (i: number): number => own.get(a.activation.at(i)) ?? NONE;
    const begun = looked.map((i) => acts.startNs.at(callOfLook(i)));
    const [first, last] = [Math.min(...begun), Math.max(...begun)];
    const isSince = (i: number): boolean => !(s.endNs.at(a.segment.at(i)) < first);
    const [write, ...others] = (writes.get(location) ?? []).filter(isSince);
    // Whoever else writes it may open it again, or have closed it for a reason of its own.
    if (write === undefined || others.length > 0 || own.has(a.activation.at(write)) || !isAtEnd(write)) continue;
    if (s.startNs.at(a.segment.at(write)) < last) continue;
    const late = looked.filter((i) => a.position.at(i) > a.position.at(write));
    const [look] = late;
    if (look !== undefined && !isToldOtherwise(trace, own)) return { look, write, late: [...new Set(late.map(callOfLook))] };
  }
  return undefined;
}

/** Steps between a callback and the socket that set it off; and callbacks between that and its server. */
const MAX_STEPS = 8;

/** Pieces that come over a connection which somebody else has opened, other than those of a request. */
function isOfConnection(trace: Trace, segment: number): boolean {
  const { segments: s, tasks } = trace;
  if (requestOf(trace, segment) !== NONE) return false;
  let at = segment;
  for (let i = 0; at !== NONE && i < MAX_STEPS; i++, at = segmentBehind(trace, at)) {
    let task = s.task.at(s.atom.at(at));
    for (let up = 0; task !== NONE && up < MAX_STEPS; up++, task = tasks.parent.at(task)) {
      if (isServer(trace, task)) return true;
    }
  }
  return false;
}

/** Whether a write is made in a step that the end set off: by a listener for it, by what only such listeners call, or by the function that has waited for it. */
function stepsOfEnd(trace: Trace, fn: number, { listeners, waits }: Ends): (write: number) => boolean {
  const { accesses: a, activations: acts, segments: s, suspensions } = trace;
  const isLines = /\('line'\)/.test(trace.functions[fn]?.name ?? '');
  const isEnd = (text: string): boolean => ALL_CAME.test(text) || (isLines && LINES_CAME.test(text));
  const ending = new Set(listeners.filter((listener) => isEnd(trace.functions[listener]?.name ?? '')));
  const lines = new Set(waits.filter((site) => isEnd(trace.site(site)?.text ?? '')).map((site) => trace.site(site)?.line));
  const around = trace.functions[fn]?.parentFunction ?? NONE;
  /** It waited for the end, and this is the step in which it went on. */
  const hasWaited = (activation: number, segment: number): boolean => {
    if (lines.size === 0 || activation === NONE || acts.fn.at(activation) !== around) return false;
    for (let i = acts.lastSuspension.at(activation); i !== NONE; i = suspensions.previous.at(i)) {
      const resumed = suspensions.resumeSegment.at(i);
      const isSame = resumed !== NONE && s.atom.at(resumed) === s.atom.at(segment);
      if (isSame && lines.has(trace.site(suspensions.site.at(i))?.line)) return true;
    }
    return false;
  };
  return (write) => {
    const [activation, segment] = [a.activation.at(write), a.segment.at(write)];
    if (hasWaited(activation, segment)) return true;
    const by = trace.functionAt(a.site.at(write));
    if (ending.has(by)) return true;
    if (activation !== NONE) return callersUpFrom(trace, activation).some((caller) => ending.has(acts.fn.at(caller)));
    const task = s.task.at(s.atom.at(segment));
    return task !== NONE && trace.taskType(task) !== 'Timeout' && isOnlyCalledBy(trace, by, ending);
  };
}

/** One of the functions calls it, and nobody else does so in the same words, or on itself. */
function isOnlyCalledBy(trace: Trace, fn: number, callers: ReadonlySet<number>): boolean {
  const name = lastName(trace.functions[fn]?.name ?? '');
  const calls = callsNamed(trace, name);
  const own = calls.filter((site) => callers.has(trace.functionAt(site)));
  const words = new Set([name, `this.${name}`, ...own.map((site) => trace.site(site)?.text)]);
  return own.length > 0 && calls.every((site) => own.includes(site) || !words.has(trace.site(site)?.text));
}
