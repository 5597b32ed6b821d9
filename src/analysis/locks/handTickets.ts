/**
 * Hand-written ticket locks: who asks takes the next number (`const mine = this.next++`), waits until the other count has come to it (`serving !== mine`), and counts that one up when it is
 * done. The numbers say who has it when; the run must show that each one is counted up by the task that had the number, and that the next one waited for it.
 */
import { addToSet } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { FLAG_COUNTS_UP, FLAG_POLL } from '../../model/vocabulary.ts';
import { decidesBranch, type LocationAccesses } from '../shared/accesses.ts';
import { isWithin } from '../lineage.ts';
import { isOneTask, pointOf, type HandLock, type Hold, type Point, type Runs, type Waiter } from './handLocks.ts';
import { keepsWaiters, takerFunction } from './handWaits.ts';
import { ownWait } from './ownWaits.ts';

/** By the count that says whose turn it is. */
export function findTicketLocks(trace: Trace, groups: readonly LocationAccesses[], runs: Runs): HandLock[] {
  const counts = groups.filter(({ writes }) => writes.length > 0 && writes.every((row) => countsUp(trace, row)));
  // Who takes a number looks in the same step: only what it looked at can say whose turn it is, however many counts there are.
  const looked = new Map<string, Set<LocationAccesses>>();
  for (const serving of counts) {
    for (const row of serving.rows) if (isLook(trace, row)) addToSet(looked, stepOf(trace, row), serving);
  }
  return counts.flatMap((next) => {
    const first = next.writes[0] as number;
    const taker = takerFunction(trace, first);
    if (next.writes.length < 2 || !next.writes.every((row) => takerFunction(trace, row) === taker)) return [];
    const found = [...(looked.get(stepOf(trace, first)) ?? [])].flatMap((serving) =>
      isBeside(trace, next, serving) ? (lockOf(trace, runs, taker, next, serving) ?? []) : [],
    );
    return found.length === 1 ? found : [];
  });
}

function isLook(trace: Trace, row: number): boolean {
  return trace.accesses.write.at(row) === 0 && decidesBranch(trace, row);
}

function stepOf({ accesses: a }: Trace, row: number): string {
  return `${a.segment.at(row)}:${a.activation.at(row)}`;
}

function countsUp(trace: Trace, row: number): boolean {
  const site = trace.site(trace.accesses.site.at(row));
  return site?.kind === 'update' && ((site.flags ?? 0) & FLAG_COUNTS_UP) !== 0;
}

/** Of one object, or both variables. */
function isBeside({ locations: l }: Trace, { location: a }: LocationAccesses, { location: b }: LocationAccesses): boolean {
  return a !== b && l.object.at(a) === l.object.at(b) && l.thread.at(a) === l.thread.at(b);
}

function lockOf(trace: Trace, runs: Runs, taker: number, next: LocationAccesses, serving: LocationAccesses): HandLock | undefined {
  const { accesses: a, tasks } = trace;
  if (serving.writes.length > next.writes.length || serving.writes.some((row) => takerFunction(trace, row) === taker)) return undefined;
  const looks = serving.rows.filter((row) => isLook(trace, row) && takerFunction(trace, row) === taker);
  const isPolled = looks.some((row) => trace.hasFlag(a.site.at(row), FLAG_POLL));
  if (looks.length === 0 || !(isPolled || keepsWaiters(trace, taker))) return undefined;
  const firstLook = new Map<string, number>();
  for (const row of looks.toReversed()) firstLook.set(stepOf(trace, row), row);
  const holds: Hold[] = [];
  const waiting: Waiter[] = [];
  for (const [i, row] of next.writes.entries()) {
    const activation = a.activation.at(row);
    const guard = firstLook.get(stepOf(trace, row)) ?? NONE;
    const [before, done] = [i === 0 ? NONE : (serving.writes[i - 1] ?? Number.NaN), serving.writes[i]];
    if (activation === NONE || guard === NONE || (done !== undefined && a.value.at(done) !== a.value.at(row))) return undefined;
    const isFree = before === NONE || (!Number.isNaN(before) && a.position.at(before) < a.position.at(row));
    const { promise } = isFree || isPolled ? { promise: NONE } : ownWait(trace, runs, guard);
    if (!isFree && promise === NONE && !isPolled) return undefined;
    if (Number.isNaN(before)) {
      if (promise !== NONE && tasks.resolveSegment.at(promise) !== NONE) return undefined;
      if (promise !== NONE) waiting.push({ activation, guard, promise, race: NONE });
      continue;
    }
    const from = isFree ? pointOf(trace, row) : pointOf(trace, before);
    // The one before lets it in, in the step that counts.
    if (promise !== NONE && tasks.resolveSegment.at(promise) !== from.segment) return undefined;
    const to = done === undefined ? undefined : pointOf(trace, done);
    if (to !== undefined && !isOneTask(trace, activation, to.by) && !isLeft(trace, activation, to)) return undefined;
    holds.push({ activation, guard, set: row, atomic: true, promise, from: { ...from, by: activation }, to, overlaps: 0 });
  }
  return { location: serving.location, permits: 1, holds, waiting, gaveUp: [] };
}

/** What a helper took that has ended since, a caller of it gives back. */
function isLeft(trace: Trace, taker: number, { by }: Point): boolean {
  const { parent, endSegment } = trace.activations;
  return by !== NONE && endSegment.at(taker) !== NONE && parent.at(taker) !== NONE && isWithin(trace, by, parent.at(taker));
}
