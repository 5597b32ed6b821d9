/** promise.floating: who waited for the function that dropped a call, and so took its work for done. */
import { addTo, RowLists } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { FloatRow, Trace } from '../../../model/trace.ts';
import { COMBINE_ANY, COMBINE_RACE } from '../../../model/vocabulary.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { readOn, takersOf } from '../../waiting/readState.ts';
import { wakersOf } from '../../waiting/wakers.ts';
import { callOf } from './calls.ts';

/** Functions that drop calls at one place: each is a way up through those who wait for it. */
const MAX_FUNCTIONS = 64;
/** Promises that one is made of. */
const MAX_PROMISES = 64;

interface Waits {
  /** Promise → the suspensions that wait for it. */
  readonly awaits: RowLists;
  /** Promise → those of all of several that are settled when it is. */
  readonly results: ReadonlyMap<number, readonly number[]>;
  /** The other way round. */
  readonly parts: ReadonlyMap<number, readonly number[]>;
}

const waitsOf = remembered(byEvents, (trace): Waits => {
  const { suspensions, combines, tasks } = trace;
  const awaits = new RowLists(tasks.length, suspensions.length, (row) => suspensions.awaited.at(row));
  const results = new Map<number, number[]>();
  const parts = new Map<number, number[]>();
  for (const { kind, result, members } of combines) {
    if (kind === COMBINE_RACE || kind === COMBINE_ANY) continue;
    for (const member of members) {
      addTo(results, member, result);
      addTo(parts, result, member);
    }
  }
  return { awaits, results, parts };
});

/** Who went on when all these functions had returned, having waited for them or for who had, and from which segment on. */
export function waitersOf(trace: Trace, functions: ReadonlySet<number>): ReadonlyMap<number, number> {
  let common: ReadonlyMap<number, number> | undefined;
  if (functions.size > MAX_FUNCTIONS) return new Map();
  for (const dropper of functions) {
    const went = waitersOfOne(trace, dropper);
    const both: ReadonlyMap<number, number> | undefined = common;
    common =
      both === undefined
        ? went
        : new Map([...went].filter(([a]) => both.has(a)).map(([a, from]) => [a, Math.max(from, both.get(a) ?? NONE)]));
  }
  return common ?? new Map();
}

function waitersOfOne(trace: Trace, dropper: number): ReadonlyMap<number, number> {
  return waitersOfPromises(trace, dropper === NONE ? [] : [trace.activations.promise.at(dropper)]);
}

/**
 * `await timed(work)`, where a plain function makes the call and gives nothing: whoever waits for that goes on at once, and takes the work for done. From when on, the last time.
 */
export function waitedForNothing(trace: Trace, site: number, floats: readonly FloatRow[]): Map<number, number> {
  const { activations: acts, suspensions: s } = trace;
  const home = trace.functionAt(site);
  const went = new Map<number, number>();
  for (const { activation: dropper, segment } of floats) {
    const activation = asyncAround(trace, dropper);
    let at = activation === NONE || acts.fn.at(activation) === home ? NONE : acts.lastSuspension.at(activation);
    while (at !== NONE && s.segment.at(at) !== segment) at = s.previous.at(at);
    if (at === NONE || !isNothing(trace, s.awaited.at(at), segment) || s.resumeSegment.at(at) === NONE) return new Map();
    went.set(activation, s.resumeSegment.at(at));
  }
  return went;
}

/** The async function that a call is, or that has called it through plain ones; NONE. */
export function asyncAround({ activations: acts }: Trace, activation: number): number {
  let at = activation;
  while (at !== NONE && acts.promise.at(at) === NONE) at = acts.caller.at(at);
  return at;
}

/** What is waited for was settled where the wait began. */
function isNothing({ tasks }: Trace, awaited: number, segment: number): boolean {
  const isOfCall = awaited !== NONE && tasks.activation.at(awaited) !== NONE;
  return awaited === NONE || (!isOfCall && tasks.initSegment.at(awaited) === segment && tasks.resolveSegment.at(awaited) === segment);
}

/** Callback → the promises that it settled, by the first segment. */
export const settledIn = remembered(byEvents, (trace) => {
  const { segments: s, tasks } = trace;
  return new RowLists(s.length, tasks.length, (task) => {
    const settled = trace.isPromise(task) ? tasks.resolveSegment.at(task) : NONE;
    return settled === NONE ? NONE : s.atom.at(settled);
  });
});

/** Who went on since a plain callback had settled what they, or those for whom they wait, had been waiting for. */
export function waitersOfStep(trace: Trace, segment: number): ReadonlyMap<number, number> {
  const { activations: acts, segments: s, tasks } = trace;
  const step = s.atom.at(segment);
  const waited = [...settledIn(trace).of(step)].filter((task) => tasks.initSegment.at(task) < step);
  const went = waited.length === 0 ? [] : [...waitersOfPromises(trace, waited)];
  return new Map(went.filter(([waiter]) => acts.startSegment.at(waiter) < step));
}

/** Ticks of Node between a call of the callback and what it tells. */
const MAX_TICKS = 16;

/** The same since Node had told them, in its next ticks, what it was told by a call at one of these places in the step. */
export function waitersOfTicks(trace: Trace, segment: number, isTelling: (site: number) => boolean): ReadonlyMap<number, number> {
  const { segments: s, tasks } = trace;
  const step = s.atom.at(segment);
  const steps = new Set<number>();
  for (let task = 0; task < tasks.length && steps.size < MAX_TICKS; task++) {
    if (trace.taskType(task) !== 'TickObject' || tasks.firstRun.at(task) === NONE) continue;
    const made = outermost(trace, tasks.initSegment.at(task));
    if (steps.has(made) || (made === step && isTelling(tasks.site.at(task)))) steps.add(s.atom.at(tasks.firstRun.at(task)));
  }
  const went = new Map<number, number>();
  for (const tick of steps) for (const [waiter, from] of waitersOfStep(trace, tick)) if (!went.has(waiter)) went.set(waiter, from);
  return went;
}

const ENDS_OF_STREAMS = /(?:^|\.)(?:pipeline|finished)$|'finish'\)$/;

/** Who went on when a stream had come to its end, and had waited for that since before the first of these steps: whatever was given to the stream in them had been dealt with, it was told. */
export function waitersOfStreams(trace: Trace, first: number, last: number): ReadonlyMap<number, number> {
  const { suspensions: s, tasks } = trace;
  const waited: number[] = [];
  for (let i = 0; i < s.length; i++) {
    const awaited = s.awaited.at(i);
    if (awaited === NONE || s.segment.at(i) >= first || !(s.resumeSegment.at(i) > last)) continue;
    const made = tasks.site.at(awaited);
    if ([made, ...wakersOf(trace, made)].some((site) => ENDS_OF_STREAMS.test(trace.site(site)?.text ?? ''))) waited.push(awaited);
  }
  return waited.length === 0 ? new Map() : waitersOfPromises(trace, waited);
}

/** The step that a segment is a part of, also where Node has entered another context within it. */
function outermost({ segments: s }: Trace, segment: number): number {
  let at = segment;
  for (let i = 0; s.outer.at(at) !== NONE && i < MAX_TICKS; i++) at = s.outer.at(at);
  return s.atom.at(at);
}

function waitersOfPromises(trace: Trace, waited: readonly number[]): ReadonlyMap<number, number> {
  const { activations: acts, suspensions } = trace;
  const { awaits, results } = waitsOf(trace);
  const takers = takersOf(trace);
  const went = new Map<number, number>();
  const promises = new Set(waited);
  // Grows on the way.
  for (const promise of promises) {
    if (promise === NONE) continue;
    for (const result of [...(results.get(promise) ?? []), ...takers.of(promise)]) promises.add(result);
    for (const i of awaits.of(promise)) {
      const [waiter, resumed] = [suspensions.activation.at(i), suspensions.resumeSegment.at(i)];
      if (waiter === NONE || resumed === NONE || went.has(waiter)) continue;
      went.set(waiter, resumed);
      promises.add(acts.promise.at(waiter));
    }
  }
  return went;
}

/** Somebody else waits for a promise that they settle: they tell in a way of their own how far they are. `own`: the calls and what they call. */
export function isToldOtherwise(trace: Trace, own: ReadonlyMap<number, number>): boolean {
  const { activations: acts, segments: s, suspensions, tasks } = trace;
  const steps = new Set<number>();
  for (const called of own.keys()) {
    for (let i = acts.lastSuspension.at(called); i !== NONE; i = suspensions.previous.at(i)) {
      const resumed = suspensions.resumeSegment.at(i);
      if (resumed !== NONE) steps.add(s.atom.at(resumed));
    }
  }
  const { parts } = waitsOf(trace);
  const { adopted } = readOn(trace);
  for (let i = 0; i < suspensions.length; i++) {
    if (own.has(suspensions.activation.at(i))) continue;
    const promises = new Set([suspensions.awaited.at(i)]);
    // Grows on the way.
    for (const promise of promises) {
      const settled = promise === NONE || promises.size > MAX_PROMISES ? NONE : tasks.resolveSegment.at(promise);
      if (settled === NONE) continue;
      if (steps.has(s.atom.at(settled)) || callOf(trace, own, NONE, settled) !== undefined) return true;
      const taken = adopted.get(promise);
      for (const part of [...(parts.get(promise) ?? []), ...(taken === undefined ? [] : [taken])]) promises.add(part);
    }
  }
  return false;
}

/** What was done there was done by one of those, or by a function that one of them called, after it had gone on. The functions on the way, that one last; undefined where it was not. */
export function wayFromWaiter(
  { activations: acts }: Trace,
  waiters: ReadonlyMap<number, number>,
  activation: number,
  segment: number,
): number[] | undefined {
  const way: number[] = [];
  let since = segment;
  for (let at = activation; at !== NONE && way.length < MAX_FUNCTIONS; at = acts.parent.at(at)) {
    way.push(at);
    const from = waiters.get(at);
    if (from !== undefined) return since >= from ? way : undefined;
    since = acts.startSegment.at(at);
  }
  return undefined;
}
