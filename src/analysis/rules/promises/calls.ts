/** What rules of promise.floating ask of calls that nobody waits for. */
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, type Trace } from '../../../model/trace.ts';
import {
  FLAG_BOUNDED,
  VALUE_EMPTY,
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_UNDEFINED,
  VALUE_UNKNOWN,
  VALUE_ZERO,
} from '../../../model/vocabulary.ts';
import { TESTS } from './asked.ts';

/** What a total or a list holds before anything has come. (Of lists the value is not known.) */
export const NOTHING_YET: ReadonlySet<number> = new Set([VALUE_UNKNOWN, VALUE_UNDEFINED, VALUE_NULL, VALUE_FALSE, VALUE_ZERO, VALUE_EMPTY]);

/** The calls, and those that they have made, by the first. */
export function calledWithin({ activations: acts }: Trace, calls: readonly number[]): ReadonlyMap<number, number> {
  const own = new Map(calls.map((call) => [call, call]));
  // Whoever calls has begun before.
  for (let a = (calls[0] ?? NONE) + 1; a < acts.length; a++) {
    const call = own.get(acts.parent.at(a));
    if (call !== undefined && !own.has(a)) own.set(a, call);
  }
  return own;
}

/** Callbacks, each set off by the one before, up to the function that asked for the first. */
const MAX_CALLBACKS = 8;

/** The call to which something belongs: what is called within it did it, or a callback that these asked for and that came while the call went on. `own`: the calls and what they call. */
export function callOf(trace: Trace, own: ReadonlyMap<number, number>, activation: number, segment: number): number | undefined {
  const { activations: acts, segments: s, tasks } = trace;
  if (activation !== NONE) return own.get(activation);
  let at = s.atom.at(segment);
  for (let i = 0; i < MAX_CALLBACKS; i++) {
    const task = s.task.at(at);
    const made = task === NONE ? NONE : tasks.initSegment.at(task);
    if (made === NONE || made >= at) return undefined;
    const creator = tasks.creator.at(task);
    if (creator !== NONE) {
      const call = own.get(creator);
      const end = call === undefined ? NONE : acts.endSegment.at(call);
      return end === NONE || end >= segment ? call : undefined;
    }
    at = s.atom.at(made);
  }
  return undefined;
}

/** Accesses: the first and the last of what calls write at one location when they have waited. */
interface LateWrites {
  first: number;
  last: number;
}

/** By location. `own`: the calls and what they call. */
export function lateWrites(trace: Trace, own: ReadonlyMap<number, number>): ReadonlyMap<number, LateWrites> {
  const { accesses: a, activations: acts, segments: s } = trace;
  const found = new Map<number, LateWrites>();
  for (let i = 0; i < a.length; i++) {
    const call = a.write.at(i) === ACCESS_IS_WRITE ? callOf(trace, own, a.activation.at(i), a.segment.at(i)) : undefined;
    if (call === undefined) continue;
    if (s.atom.at(a.segment.at(i)) === s.atom.at(acts.startSegment.at(call))) continue;
    const known = found.get(a.location.at(i));
    if (known === undefined) found.set(a.location.at(i), { first: i, last: i });
    else if (a.position.at(i) < a.position.at(known.first)) known.first = i;
    else if (a.position.at(i) > a.position.at(known.last)) known.last = i;
  }
  return found;
}

/** The call of forEach, or of a test, that an anonymous async function is written in; NONE. */
export function callAround(trace: Trace, fn: number): number {
  const row = trace.functions[fn];
  if (row === undefined || !row.async || row.name !== '(anonymous)') return NONE;
  return trace.sites.findLastIndex(
    (site) =>
      site.function === row.parentFunction &&
      site.file === row.file &&
      site.line === row.line &&
      site.column < row.column &&
      (/(?:^|\.)forEach$/.test(site.text) || TESTS.test(site.text)) &&
      // Between the two stands nothing but the name of the method and its bracket.
      row.column - site.column <= site.text.length + 'forEach('.length,
  );
}

/** How a report begins: what is called there, and that nobody waits for it. */
export function droppedText(trace: Trace, site: number, calls: readonly number[]): string {
  const text = trace.site(site)?.text ?? 'forEach';
  const isRounds = callAround(trace, trace.activations.fn.at(calls[0] ?? NONE)) === site;
  return isRounds ? `\`${text}\` does not wait for the async function that it calls` : `The result of \`${text}\` is not awaited`;
}

/** The call whose promise it is, or the one that `catch` and the like stand behind (`run().catch(report)`). */
export function workBehind(trace: Trace, promise: number): number {
  const { tasks } = trace;
  let task = promise;
  while (task !== NONE && trace.isPromise(task) && tasks.activation.at(task) === NONE) task = tasks.parent.at(task);
  return task === NONE ? NONE : tasks.activation.at(task);
}

/** Waits at the same place again and again, in a loop that does not end by itself: it works in the background. */
export function isLoop(trace: Trace, activation: number): boolean {
  if (activation === NONE) return false;
  const s = trace.suspensions;
  const last = trace.activations.lastSuspension.at(activation);
  const seen = new Set<number>();
  for (let i = last; i !== NONE; i = s.previous.at(i)) {
    const site = s.site.at(i);
    if (seen.has(site) && !trace.hasFlag(site, FLAG_BOUNDED)) return true;
    seen.add(site);
  }
  return false;
}
