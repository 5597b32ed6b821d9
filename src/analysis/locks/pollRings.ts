/**
 * Rings of tasks that each hold a hand-written lock and ask for the next one's again and again, or wait for it in a program that something else keeps alive: there the wait-for graph sees
 * timers that fire, and nothing that stands still.
 */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import { TASK_CLEARED, type Trace } from '../../model/trace.ts';
import { COMBINE_ANY, COMBINE_RACE, FLAG_BOUNDED } from '../../model/vocabulary.ts';
import { lastSite } from '../lineage.ts';
import type { LocationAccesses } from '../shared/accesses.ts';
import { isSuspended, WaitGraph } from '../waiting/waitFor.ts';
import type { Ring, RingMember } from '../waiting/waitForRings.ts';
import type { HandLock, Hold, Waiter } from './handLocks.ts';
import { looksIn } from './handPolls.ts';
import { holderOf, keeperOf, traceOfHandLocks } from './handRequests.ts';
import { endOfRun } from '../runEnd.ts';

/** They have stood against each other for so long. */
export const MIN_NS = 1e9;
export const MIN_LOOKS = 10;
const MAX_CALLERS = 64;
/** So many tasks after a promise are asked whether they limit the wait for it. */
const MAX_BESIDE = 64;

interface Asked {
  readonly lock: HandLock;
  readonly hold: Hold;
  readonly owner: number;
  readonly waiters: readonly Waiter[];
}

/** In a trace that shows the locks as those of libraries. */
export function findPollRings(
  trace: Trace,
  locks: readonly HandLock[],
  groups: readonly LocationAccesses[],
): { graph: WaitGraph; rings: Ring[] } | undefined {
  const open = new Map(locks.filter((lock) => lock.permits === 1 && lock.holds.at(-1)?.to === undefined).map((l) => [l.location, l]));
  const asked = groups.flatMap((group) => {
    const lock = open.get(group.location);
    return lock === undefined ? [] : (askedFor(trace, lock, group) ?? []);
  });
  const edges =
    asked.length === 0
      ? []
      : stepsOf(
          trace,
          asked,
          ({ waiters }) => waiters,
          ({ activation }) => activation,
        );
  const cycles = cyclesOf(edges);
  if (cycles.length === 0) return undefined;
  const at = new Map<Hold | Waiter, number>();
  const shown = traceOfHandLocks(
    trace,
    asked.map(({ lock, waiters }) => ({ ...lock, waiting: waiters })),
    at,
  );
  const rings = cycles.map((cycle): Ring => {
    const members = cycle.map(({ from, waiter, path }): RingMember => ({
      holds: at.get(from.hold) ?? NONE,
      waits: at.get(waiter) ?? NONE,
      activations: path,
    }));
    return { members, activations: members.flatMap((m) => m.activations), turns: [], promises: [], blocked: new Set() };
  });
  return { graph: new WaitGraph(shown), rings };
}

/** A lock that is held, and that tasks have asked for in vain since. */
function askedFor(trace: Trace, lock: HandLock, group: LocationAccesses): Asked | undefined {
  const { accesses: a, segments } = trace;
  const hold = lock.holds.at(-1);
  if (hold === undefined) return undefined;
  const holder = holderOf(trace, hold.activation, hold.guard);
  // Who gave it back itself before has forgotten it now, and left it to nobody.
  const { endNs: ends } = trace.activations;
  const isOwn = lock.holds.some((h) => h.activation !== NONE && h.to !== undefined && !(ends.at(h.activation) < h.to.ns));
  const owner = holder === NONE || isOwn ? holder : keeperOf(trace, holder);
  if (owner === NONE) return undefined;
  if (!isSuspended(trace, owner)) return undefined;
  const endNs = endOfRun(trace.run);
  const looks = looksIn(
    trace,
    group,
    (ns) => ns >= hold.from.ns,
    (activation) => keeperOf(trace, activation),
  );
  const isLong = (guard: number): boolean => endNs - segments.startNs.at(a.segment.at(guard)) >= MIN_NS;
  const polling = [...looks]
    .filter(
      ([activation, { times, guard }]) =>
        times >= MIN_LOOKS && isSuspended(trace, activation) && isLong(guard) && !isBounded(trace, activation),
    )
    .map(([activation, { guard }]): Waiter => ({ activation, guard, promise: NONE, race: NONE }));
  const waiting = lock.waiting.filter((w) => w.race === NONE && isSuspended(trace, w.activation) && isLong(w.guard) && !hasLimit(trace, w));
  const waiters = [...waiting, ...polling];
  return waiters.length === 0 ? undefined : { lock, hold, owner, waiters };
}

/** A timer that the task set when it began to wait has not fired yet. */
function hasLimit(trace: Trace, { guard, promise }: Waiter): boolean {
  const { tasks } = trace;
  const segment = trace.accesses.segment.at(guard);
  const end = Math.min(tasks.length, promise + MAX_BESIDE);
  for (let task = promise + 1; task < end && tasks.initSegment.at(task) === segment; task++) {
    const isOpen = tasks.firstRun.at(task) === NONE && (tasks.flags.at(task) & TASK_CLEARED) === 0;
    if (isOpen && trace.taskType(task) === 'Timeout' && tasks.creator.at(task) === tasks.creator.at(promise)) return true;
  }
  return false;
}

/** From a lock that is held to the one that its holder waits for. */
export interface Step<T, W> {
  readonly from: T;
  readonly to: T;
  /** Who asks for the other one. */
  readonly waiter: W;
  /** From the holder of the one lock to who asks for the other. */
  readonly path: readonly number[];
}

/** Which lock is given back only when another one has been: its holder awaits who asks for that. `waitersOf`: those that ask for a lock; `callOf`: the activation that one of them is. */
export function stepsOf<T extends { readonly owner: number }, W>(
  trace: Trace,
  held: readonly T[],
  waitersOf: (one: T) => readonly W[],
  callOf: (waiter: W) => number,
): Step<T, W>[] {
  const ofOwner = new Map<number, T[]>();
  for (const one of held) addTo(ofOwner, one.owner, one);
  const results = resultsOfAll(trace);
  return held.flatMap((to) =>
    waitersOf(to).flatMap((waiter) => {
      const path = callersOf(trace, callOf(waiter), results);
      return path.flatMap((caller, i) =>
        (ofOwner.get(caller) ?? []).map((from) => ({ from, to, waiter, path: path.slice(0, i + 1).toReversed() })),
      );
    }),
  );
}

/** Promise → what `Promise.all` of it and others gave. */
function resultsOfAll(trace: Trace): Map<number, number> {
  const results = new Map<number, number>();
  for (const { kind, members, result } of trace.combines) {
    if (kind !== COMBINE_RACE && kind !== COMBINE_ANY) for (const member of members) results.set(member, result);
  }
  return results;
}

/** Its last await is in a loop that ends after so many times, or one like it. */
export function isBounded(trace: Trace, activation: number): boolean {
  return trace.hasFlag(lastSite(trace, activation), FLAG_BOUNDED);
}

/** Who waits for the activation: itself, the one that awaits its result, and so on. */
function callersOf(trace: Trace, activation: number, results: ReadonlyMap<number, number>): number[] {
  const { activations: acts, suspensions: s } = trace;
  const path = [activation];
  let at = activation;
  while (path.length < MAX_CALLERS) {
    const [promise, caller] = [acts.promise.at(at), acts.parent.at(at)];
    if (caller === NONE || promise === NONE || !isSuspended(trace, caller)) break;
    const awaited = s.awaited.at(acts.lastSuspension.at(caller));
    if (awaited !== promise && (awaited === NONE || results.get(promise) !== awaited)) break;
    path.push((at = caller));
  }
  return path;
}

/** Rings of locks, each told once: from each one the first way on is followed. */
export function cyclesOf<T, E extends Pick<Step<T, unknown>, 'from' | 'to'>>(edges: readonly E[]): E[][] {
  const next = new Map<T, E>();
  for (const edge of edges) {
    if (edge.from === edge.to || !next.has(edge.from)) next.set(edge.from, edge);
  }
  const done = new Set<T>();
  const cycles: E[][] = [];
  for (const start of next.keys()) {
    const way: E[] = [];
    let at: T | undefined = start;
    while (at !== undefined && !done.has(at)) {
      done.add(at);
      const edge = next.get(at);
      if (edge !== undefined) way.push(edge);
      at = edge?.to;
    }
    const first = way.findIndex((edge) => edge.from === at);
    if (first >= 0) cycles.push(way.slice(first));
  }
  return cycles;
}
