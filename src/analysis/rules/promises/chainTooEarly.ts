/**
 * promise.floating of a plain function that answers with a promise of its own, or with a chain of `then` (`put(key) { return write(key).then(() => { rows.set(key, 1); }); }`), and is called as
 * if it were done at once: whoever waited for the function around has read what was still to be written, and nobody looked again. As in tooEarly.ts, where the calls are of async functions.
 */
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, type FloatRow, type Trace } from '../../../model/trace.ts';
import { FLAG_CONDITION, FLAG_POLL, FLAG_STANDS_IN, VALUE_UNKNOWN } from '../../../model/vocabulary.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { accessesOfLocation } from '../../shared/accessIndex.ts';
import { NOTHING_YET } from './calls.ts';
import { earlyDraft, isClose, isUsedElsewhere } from './tooEarly.ts';
import { asyncAround, waitedForNothing, waitersOf, wayFromWaiter } from './whoWaited.ts';

/** By which a function finds out whether something is there: it has an answer for both. */
const ASKS = FLAG_CONDITION | FLAG_STANDS_IN | FLAG_POLL;

/** A count, or a place, that begins with nothing. */
function isEmpty(value: number): boolean {
  return value !== VALUE_UNKNOWN && NOTHING_YET.has(value);
}

export function chainTooEarly(context: AnalysisContext, site: number, floats: readonly FloatRow[]): Draft | undefined {
  const { trace, options } = context;
  const { accesses: a, tasks } = trace;
  const isDropped = ({ task, activation }: FloatRow): boolean =>
    tasks.activation.at(task) === NONE &&
    tasks.resolveSegment.at(task) !== NONE &&
    asyncAround(trace, activation) !== NONE &&
    trace.threads[tasks.thread.at(task)]?.gaps.length === 0;
  if (floats.length === 0 || !floats.every(isDropped)) return undefined;
  const droppers = new Set(floats.map(({ activation }) => asyncAround(trace, activation)));
  const vain = waitedForNothing(trace, site, floats);
  const waiters = new Map([...waitersOf(trace, droppers), ...vain]);
  if (waiters.size === 0) return undefined;
  const chains = new Set(floats.flatMap((float) => chainOf(trace, float)));
  const { segments: s } = trace;
  // The steps of the chain, and the one that settles a promise (`new Promise((resolve) => setTimeout(() => { rows.push(row); resolve(); }))`).
  const steps = new Set<number>();
  for (const promise of chains) {
    const [run, settled] = [tasks.firstRun.at(promise), tasks.resolveSegment.at(promise)];
    if (run !== NONE) steps.add(s.atom.at(run));
    if (settled !== NONE && s.atom.at(settled) !== s.atom.at(tasks.initSegment.at(promise))) steps.add(s.atom.at(settled));
  }
  const isOwn = (segment: number): boolean => steps.has(s.atom.at(segment));
  const { coverage } = factsOf(context);
  const written = [...steps].flatMap((step) => coverage.accessesAt(step).filter((i) => a.write.at(i) === ACCESS_IS_WRITE));
  const late = new Set(written.map((i) => a.location.at(i)));
  if (late.size === 0 || isToldOtherwise(trace, chains, isOwn)) return undefined;
  for (const location of late) {
    const rows = [...accessesOfLocation(trace, location)].sort((x, y) => a.position.at(x) - a.position.at(y));
    const isWrite = (i: number): boolean => a.write.at(i) === ACCESS_IS_WRITE;
    const first = rows.findIndex((i) => isWrite(i) && isOwn(a.segment.at(i)));
    const last = rows.findLastIndex((i) => isWrite(i) && isOwn(a.segment.at(i)));
    // An older value may be good enough, and who looks again, or around the calls, knows what is there meanwhile.
    if (
      rows.slice(0, first).some((i) => isWrite(i) && !isEmpty(a.value.at(i))) ||
      rows.slice(last + 1).some((i) => !isWrite(i) && !isOwn(a.segment.at(i)))
    ) {
      continue;
    }
    if (rows.some((i) => !isWrite(i) && droppers.has(a.activation.at(i)) && !vain.has(a.activation.at(i)))) continue;
    const read = rows.slice(0, first).findLast((i) => {
      const way = NOTHING_YET.has(a.value.at(i)) ? wayFromWaiter(trace, waiters, a.activation.at(i), a.segment.at(i)) : undefined;
      return way !== undefined && (way.length === 1 || ((trace.site(a.site.at(i))?.flags ?? 0) & ASKS) === 0);
    });
    const write = rows[last] as number;
    if (read === undefined || isClose(trace, write)) continue;
    if (isUsedElsewhere(trace, read, write, trace.site(site))) continue;
    const why = [
      `no await, then or catch looks at ${floats.length === 1 ? 'its promise' : 'their promises'}`,
      'await it, or await Promise.all(…) of them, before what they do is needed',
    ];
    return earlyDraft(trace, options, site, { read, write }, [], why, floats.length);
  }
  return undefined;
}

/** The promise that was dropped, and those before it that were made in the same step. */
function chainOf({ tasks }: Trace, { task, segment }: FloatRow): number[] {
  const chain: number[] = [];
  for (let at = task; at !== NONE && tasks.initSegment.at(at) === segment; at = tasks.parent.at(at)) chain.push(at);
  return chain;
}

/** Somebody waits for a promise that a step of the chains settles. */
function isToldOtherwise({ suspensions, tasks }: Trace, chains: ReadonlySet<number>, isOwn: (segment: number) => boolean): boolean {
  for (let i = 0; i < suspensions.length; i++) {
    const promise = suspensions.awaited.at(i);
    const settled = promise === NONE || chains.has(promise) ? NONE : tasks.resolveSegment.at(promise);
    if (settled !== NONE && isOwn(settled)) return true;
  }
  return false;
}
