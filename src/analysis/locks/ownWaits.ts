/** The promise of its own that a task waits for when it finds a hand-written lock taken, until its holder lets it in, and the tasks that went on before they were let in. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import type { GaveUp, Hold, Runs, Waiter } from './handLocks.ts';
import { takerFunction } from './handWaits.ts';

/** Between the promise that a task waits for and the one that lets it in. */
export const MAX_REACTIONS = 4;

/**
 * The promise of its own that the task waits for after the access, alone or in a race: made by the function that made the access, and not settled at once. NONE.
 */
export function ownWait(trace: Trace, runs: Runs, row: number): { readonly promise: number; readonly race: number } {
  const { accesses: a, tasks, suspensions: s } = trace;
  const segment = a.segment.at(row);
  const suspension = runs.suspensionIn(a.activation.at(row), segment);
  const awaited = suspension === NONE ? NONE : s.awaited.at(suspension);
  if (awaited === NONE) return { promise: NONE, race: NONE };
  const fn = trace.functionAt(a.site.at(row));
  const taker = takerFunction(trace, row);
  const isMadeBy = (site: number): boolean =>
    trace.functionAt(site) === taker || runs.isPolled(fn, site) || runs.isKept(taker, site) || runs.isDeferred(taker, site);
  const isOwn = (promise: number): boolean =>
    tasks.activation.at(promise) === NONE &&
    !runs.isOfLibrary(promise) &&
    tasks.initSegment.at(promise) === segment &&
    tasks.resolveSegment.at(promise) !== segment &&
    isMadeBy(tasks.site.at(promise));
  // `return this.turn().then(() => release)`
  for (let at = awaited, i = 0; at !== NONE && i < MAX_REACTIONS; at = tasks.parent.at(at), i++) {
    if (isOwn(at)) return { promise: at, race: NONE };
  }
  const raced = runs.racersOf(awaited).find(isOwn);
  return raced === undefined ? { promise: NONE, race: NONE } : { promise: raced, race: awaited };
}

/** Those whose race was over before they were let in, and those that still wait. */
export function partRaces({ tasks }: Trace, waiters: readonly Waiter[]): { readonly gaveUp: GaveUp[]; readonly waiting: Waiter[] } {
  const isOver = ({ race }: Waiter): boolean => race !== NONE && tasks.resolveSegment.at(race) !== NONE;
  const gaveUp = waiters.filter(isOver).map((waiter) => ({ ...waiter, ns: tasks.resolveNs.at(waiter.race) }));
  return { gaveUp, waiting: waiters.filter((waiter) => !isOver(waiter)) };
}

/** Infinity when it never was. */
export function resolvedAt(tasks: Trace['tasks'], promise: number): number {
  const segment = tasks.resolveSegment.at(promise);
  return segment === NONE ? Number.POSITIVE_INFINITY : segment;
}

/** A task that had given up lets in another one, or frees the lock, though somebody has it. */
export interface TakenAway {
  readonly from: Hold;
  readonly by: GaveUp;
  readonly segment: number;
}

/** Who of those that had given up did so in a segment. */
export function takenAwayIn(
  trace: Trace,
  runs: Runs,
  gaveUp: readonly GaveUp[],
  open: readonly Hold[],
  segment: number,
): TakenAway | undefined {
  const ns = trace.segments.startNs.at(segment);
  const by = gaveUp.find((w) => w.ns <= ns && runs.isRunning(w.activation, segment));
  const [from] = open;
  return by === undefined || from === undefined || from.activation === NONE || open.length > 1 ? undefined : { from, by, segment };
}
