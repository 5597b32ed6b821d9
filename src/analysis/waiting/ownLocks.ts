/** Who has the hand-written lock that a promise waits for. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { classesOf } from '../locks/handClasses.ts';
import { findHandLines } from '../locks/handLines.ts';
import { findHandLocks, type HandLock, type Hold, Runs, type Waiter } from '../locks/handLocks.ts';
import { findHandPermits } from '../locks/handPermits.ts';
import { keeperOf, traceOfHandLocks } from '../locks/handRequests.ts';
import { groupByLocation } from '../shared/accesses.ts';

export interface OwnWait {
  /** A trace that shows these locks as those of libraries. */
  readonly shown: Trace;
  /** Requests of it. */
  readonly waiter: number;
  readonly holders: readonly number[];
  /** Who goes on before the first of them gives it back, NONE. */
  readonly keeper: number;
}

/** By the promises that wait for them. */
export function findOwnWaits(trace: Trace): ReadonlyMap<number, OwnWait> {
  const waits = new Map<number, OwnWait>();
  if (trace.accesses.length === 0 || trace.run.incomplete.length > 0) return waits;
  const groups = groupByLocation(trace);
  const runs = new Runs(trace);
  const flags = findHandLocks(trace, groups, runs).filter((lock) => lock.isPlain !== true);
  const whole = classesOf(trace, flags).flatMap((c) => (c.violated ? [] : c.locks));
  const permits = findHandPermits(trace, groups, runs).locks.filter((lock) => lock.isUnclear !== true);
  const known = new Set<number>();
  const locks = [...whole, ...findHandLines(trace, groups, runs), ...permits].filter((lock) => {
    if (lock.waiting.length === 0 || known.has(lock.location)) return false;
    known.add(lock.location);
    return openHolds(lock).length === lock.permits;
  });
  const at = new Map<Hold | Waiter, number>();
  const shown = traceOfHandLocks(trace, locks, at);
  for (const lock of locks) {
    const open = openHolds(lock);
    const [first] = open;
    const holders = open.flatMap((hold) => at.get(hold) ?? []);
    const keeper = first === undefined || first.activation === NONE ? NONE : keeperOf(trace, first.job ?? first.activation);
    for (const one of lock.waiting) {
      const waiter = at.get(one);
      if (waiter !== undefined && one.promise !== NONE && holders.length > 0) waits.set(one.promise, { shown, waiter, holders, keeper });
    }
  }
  return waits;
}

function openHolds({ holds }: HandLock): Hold[] {
  return holds.filter((hold) => hold.to === undefined);
}
