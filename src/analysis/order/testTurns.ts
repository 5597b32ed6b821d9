/**
 * Edge 34: a runner begins a test, or a hook, when what came before is done, by an order that is often not seen: what came through the buffer of a stream, or to a client in this process. So all
 * that the test before has done by then comes before it. What comes after the start has no order by it: tests that run side by side, and work that a test left behind, are told as before.
 */
import { lastAtOrBelow } from '../../base/search.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { byEvents, remembered } from '../remembered.ts';
import { rootOf } from '../roots.ts';
import { IS_TEST, isTestOrHook, testFiles } from '../testFiles.ts';
import type { ChainClocks } from './clocks.ts';
import { callbackBehind, serverEnds } from './connections.ts';

/** Starts before a segment that are tried: what a test left behind follows an earlier one. */
const MAX_TRIES = 64;

/** Segments in which a test or a hook begins, ascending. */
export const testStarts = remembered(byEvents, (trace): readonly number[] => startsOf(trace, isTestOrHook).toSorted((a, b) => a - b));

/** Where the next test or hook begins, in a step of its own behind a segment; NONE. */
export function nextTestStart(trace: Trace, segment: number): number {
  const { atom } = trace.segments;
  return testStarts(trace).find((start) => start > segment && atom.at(start) !== atom.at(segment)) ?? NONE;
}

/** Segments in which a test begins, ascending. */
const startsOfTests = remembered(byEvents, (trace): readonly number[] =>
  startsOf(trace, (name) => IS_TEST.test(name)).toSorted((a, b) => a - b),
);

/**
 * Whether the test is over whose limit was set in the step that began at `sinceNs`. Some runners leave the timers of tests that have passed on (vitest 1.2), which say when they go off that these took too long. A test in
 * which nothing waits is over when another one has begun.
 */
export function isTestOver(trace: Trace, thread: number, sinceNs: number, ns: number): boolean {
  const { activations: acts, segments: s } = trace;
  const begun = startsOfTests(trace).filter((start) => {
    const startNs = s.startNs.at(s.atom.at(start));
    return s.thread.at(start) === thread && startNs >= sinceNs && startNs < ns;
  });
  const first = begun[0];
  if (first === undefined) return false;
  const calls: number[] = [];
  for (let call = 0; call < acts.length; call++) {
    const isIt = acts.startSegment.at(call) === first && IS_TEST.test(trace.functions[acts.fn.at(call)]?.name ?? '');
    if (isIt) calls.push(call);
  }
  return calls.length === 0 ? begun.length > 1 : calls.every((call) => acts.endNs.at(call) < ns);
}

/** Where the newest test of each thread begins. What an earlier one has left behind is waited for by nobody. */
export const newestTests = remembered(byEvents, (trace): ReadonlyMap<number, number> => {
  const newest = new Map<number, number>();
  for (const start of startsOfTests(trace)) {
    const thread = trace.segments.thread.at(start);
    newest.set(thread, Math.max(start, newest.get(thread) ?? NONE));
  }
  return newest;
});

function startsOf(trace: Trace, isOne: (name: string) => boolean): number[] {
  const { accesses, activations, fs, functions, tasks } = trace;
  const files = testFiles(trace);
  if (files.size === 0) return [];
  const isTest = functions.map(({ name, file }) => files.has(file) && isOne(name));
  const starts = new Set<number>();
  // What goes on after a wait is not the start.
  const isInOne = (site: number): boolean => isTest[trace.functionAt(site)] === true && functions[trace.functionAt(site)]?.async === false;
  for (let i = 0; i < activations.length; i++) if (isTest[activations.fn.at(i)]) starts.add(activations.startSegment.at(i));
  for (let i = 0; i < accesses.length; i++) if (isInOne(accesses.site.at(i))) starts.add(accesses.segment.at(i));
  for (let i = 0; i < tasks.length; i++) if (isInOne(tasks.site.at(i))) starts.add(tasks.initSegment.at(i));
  for (const { segment, site } of fs) if (isInOne(site)) starts.add(segment);
  return [...starts];
}

/**
 * What is left over was made by tests, each of which made one or two for itself, and by no request to what all of them test: they are done with it, and the process with them. That a program would
 * leave more and more, they do not show.
 */
export function areOfTests(trace: Trace, segments: readonly number[]): boolean {
  const starts = testStarts(trace);
  if (starts.length === 0 || segments.some((segment) => rootOf(trace, segment) !== NONE)) return false;
  const tests = new Set(segments.map((segment) => lastAtOrBelow(starts, segment)));
  return tests.size * 2 >= segments.length;
}

/** Connections both ends of which are in this process (tasks). */
interface OwnConnections {
  /** What calls back → the end that it is, or has taken over. */
  readonly end: ReadonlyMap<number, number>;
  /** Either end → the other one. */
  readonly peer: ReadonlyMap<number, number>;
}

function ownConnections(trace: Trace): OwnConnections {
  const { segments, tasks } = trace;
  const found = [...serverEnds(trace)];
  const peer = new Map([...found, ...found.map(([client, server]) => [server, client] as const)]);
  const end = new Map([...peer.keys()].map((socket) => [socket, socket]));
  // TLS takes over a socket of which there is one already (STARTTLS), and calls back in its place.
  for (let task = 0; task < tasks.length && peer.size > 0; task++) {
    if (trace.isPromise(task) || trace.taskType(task) !== 'TLSWRAP') continue;
    const parent = tasks.parent.at(task);
    const at = peer.has(parent) || tasks.initSegment.at(task) === NONE ? NONE : callbackBehind(trace, tasks.initSegment.at(task), end);
    const socket = at === NONE ? parent : segments.task.at(at);
    const of = end.get(socket);
    if (of !== undefined) end.set(task, of);
  }
  return { end, peer };
}

/**
 * Whether `b` follows a start before which `a` had run, as part of the test that was the newest then: what an earlier one left behind is waited for by nobody. What comes to a server from a client
 * in this process after the start was asked for by that test, and what comes back is for it: an earlier one has had its answer. And what one end of such a connection hears comes after all that
 * the other one had set off by then.
 */
export function turnsOfTests(trace: Trace, node: Int32Array, clocks: ChainClocks): (a: number, b: number) => boolean {
  const starts = testStarts(trace);
  if (starts.length === 0) return () => false;
  const { task, thread, length } = trace.segments;
  const { end, peer } = ownConnections(trace);
  const endAt = (segment: number): number => end.get(task.at(segment)) ?? NONE;
  // Asked for each pair that nothing else orders.
  const came = new Int32Array(end.size === 0 ? 0 : length).fill(NONE - 1);
  const cameAt = (segment: number): number => {
    if (end.size === 0) return NONE;
    if ((came[segment] as number) < NONE) came[segment] = callbackBehind(trace, segment, end);
    return came[segment] as number;
  };
  const follows = (start: number, b: number): boolean =>
    start === b || clocks.isOrdered(node[start] as number, node[b] as number) || cameAt(b) > start;
  const hears = (a: number, b: number): boolean => {
    const heard = cameAt(b);
    if (heard === NONE || a >= heard) return false;
    const asked = cameAt(a);
    return asked !== NONE && peer.get(endAt(asked)) === endAt(heard);
  };
  const known = new Int32Array(length).fill(NONE - 1);
  const newest = (b: number): number => {
    const last = lastAtOrBelow(starts, b);
    for (let i = last; i >= 0 && i > last - MAX_TRIES; i--) if (follows(starts[i] as number, b)) return starts[i] as number;
    return NONE;
  };
  return (a, b) => {
    if (a >= b) return false;
    if (hears(a, b)) return true;
    if ((known[b] as number) < NONE) known[b] = newest(b);
    const start = known[b] as number;
    if (a >= start || thread.at(a) !== thread.at(start)) return false;
    const own = starts[lastAtOrBelow(starts, a)];
    return own !== undefined && follows(own, a);
  };
}
