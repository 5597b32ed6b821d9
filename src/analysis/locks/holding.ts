/**
 * What protects an access: locks that a library or adapter reported, and hand-written locks seen from their behaviour: a flag that is tested and set
 * in one step, and cleared later (flagLocks.ts), and objects that are lent (lending.ts). Exclusion, never order.
 */
import { addTo } from '../../base/lists.ts';
import {
  LOCATION_ENTRY,
  LOCK_FILE,
  LOCK_INFERRED,
  LOCK_MUTEX,
  LOCK_POOL,
  LOCK_QUEUE,
  LOCK_SEMAPHORE,
  MODE_OBSERVE,
  MODE_SHARED,
} from '../../model/vocabulary.ts';
import { NONE } from '../../model/ids.ts';
import type { RequestTable } from '../../model/tables.ts';
import type { Trace } from '../../model/trace.ts';
import { type LocationAccesses, atomOf } from '../shared/accesses.ts';
import { ChainHolds } from './chainHolds.ts';
import { findCountedReaders, type FlagWithReaders } from './countedReaders.ts';
import { type FlagLock, FlagLocks, lastTakenBy, type Period, periodAt, periodWithReactions } from './flagLocks.ts';
import { isFalsy } from './handLocks.ts';
import { callBehind, callersUpFrom, segmentBehind } from '../lineage.ts';
import { Lending } from './lending.ts';
import { releaseOf } from './lockOrder.ts';
import type { Order } from '../order/order.ts';
import { hasSite } from '../siteIndex.ts';
import { findPollGates, type PollGates } from './pollGates.ts';
import { findPromiseChains, type PromiseChains } from './promiseChains.ts';
import { findServed } from './served.ts';

/** So far back it is looked for whose job or callback something is. */
const MAX_STEPS_BACK = 64;

/** Where something was done. */
export interface Moment {
  readonly activation: number;
  readonly ns: number;
  /** Place in the stream of the thread: exact where a lock is taken or given back in the middle of a callback. */
  readonly position?: number;
  /** Where it is done by: what no activation tells is told by the order. */
  readonly segment?: number;
}

export interface Holding {
  /** The same for any two moments of one piece of work and one of another: activation and time. */
  isLocked(a: Moment, c: Moment, b: Moment): boolean;
  /** Is any exclusive lock held by one acquisition from access a to access c? */
  isHeld(a: number, c: number): boolean;
  /** Do two segments lie, in every order, in one stretch in which a hand-written flag was taken, and a third one in another stretch? Also where callbacks have no activation. `location`: of the flag, any. */
  isFlagged(from: number, to: number, other: number, location?: number): boolean;
  /** Are accesses a and c (of one piece of work) inside one critical section that excludes access b? AccessIndex. */
  isExcluded(a: number, c: number, b: number): boolean;
  /** Does each of the two pieces of work hold an entry of one collection (`reserved.has(name)` … `reserved.add(name)`), a lock that is asked for by key, or a place in a queue of promises, for a key of its own? */
  isOtherKey(a: number, c: number, b: number): boolean;
}

/** `groups`: the locations among which hand-written locks are looked for, once it comes to that. */
export function buildHolding(trace: Trace, order: Order, groups: () => readonly LocationAccesses[]): Holding {
  const byActivation = requestsByOwner(trace);
  let found: FlagLocks | undefined;
  const flags = (): FlagLocks => (found ??= new FlagLocks(trace, groups()));
  const isFlagged: Holding['isFlagged'] = (from, to, other, location = NONE) =>
    isFlaggedInOrder(
      trace,
      location === NONE ? flags().during(other) : [flags().of(location)].filter((lock) => lock !== undefined),
      order,
      from,
      to,
      other,
    );
  const segmentOf = (access: number): number => trace.accesses.segment.at(access);
  let shared: readonly FlagWithReaders[] | undefined;
  const heldAtMomentOf = (moment: Moment): number[] => heldAtMoment(trace, order, byActivation, moment);
  const heldAt = (access: number): number[] => heldAtMomentOf(momentOf(trace, access));
  let chains: PromiseChains | undefined;
  const chainsOf = (): PromiseChains => (chains ??= findPromiseChains(trace, groups()));
  let polls: PollGates | undefined;
  let lending: Lending | undefined;
  let served: ReturnType<typeof findServed> | undefined;
  let turns: ChainHolds | undefined;
  return {
    isLocked: (a, c, b) => areApart(trace, heldAtMomentOf, a, c, b),
    isHeld: (a, c) => {
      const still = new Set(heldAt(c));
      return heldAt(a).some((request) => still.has(request));
    },
    isFlagged,
    isOtherKey: (a, c, b) =>
      isUnderOtherKey(trace, heldAt, a, c, b) ||
      isOtherKey(trace, flags(), a, c, b) ||
      chainsOf().isOtherKey(callBehind(trace, a), callBehind(trace, b)),
    isExcluded: (a, c, b) =>
      areApart(trace, heldAt, a, c, b) ||
      isFlaggedApart(trace, flags(), a, c, b) ||
      isGivenBack(trace, flags(), a, c) ||
      isReadApart(trace, (shared ??= findCountedReaders(trace, flags().all, groups())), a, c, b) ||
      isFlagged(segmentOf(a), segmentOf(c), segmentOf(b)) ||
      chainsOf().isApart(callBehind(trace, a), callBehind(trace, b)) ||
      (polls ??= findPollGates(trace, groups())).isApart(a, c, b) ||
      (lending ??= new Lending(trace, order, groups())).isApart(a, c, b) ||
      (served ??= findServed(trace, groups()))(a, c, b) ||
      (turns ??= new ChainHolds(trace, groups())).isApart(a, c, b),
  };
}

/** Activation → exclusive requests that it owns (as the one that asked, or as the job). */
function requestsByOwner(trace: Trace): Map<number, number[]> {
  const r = trace.requests;
  const map = new Map<number, number[]>();
  for (let i = 0; i < r.length; i++) {
    if (!isExclusive(trace, i)) continue;
    // A job in callback style is no business of the task that queued it.
    if (r.job.at(i) === NONE && r.open.at(i) === 1) continue;
    const owner = r.job.at(i) === NONE ? r.activation.at(i) : r.job.at(i);
    addTo(map, owner, i);
  }
  return map;
}

function isExclusive(trace: Trace, request: number): boolean {
  const r = trace.requests;
  const mode = r.mode.at(request);
  if ((mode & (MODE_SHARED | MODE_OBSERVE)) !== 0 || r.acquireSegment.at(request) === NONE) return false;
  const lock = r.lock.at(request);
  const kind = trace.locks.kind.at(lock);
  if (kind === LOCK_SEMAPHORE || kind === LOCK_QUEUE || kind === LOCK_POOL) {
    return trace.locks.permits.at(lock) === 1 || r.weight.at(request) >= trace.locks.permits.at(lock);
  }
  return kind === LOCK_MUTEX || kind === LOCK_FILE || kind === LOCK_INFERRED || kind === 2;
}

function momentOf(trace: Trace, access: number): Moment {
  return {
    activation: trace.accesses.activation.at(access),
    ns: trace.segments.startNs.at(trace.accesses.segment.at(access)),
    position: trace.accesses.position.at(access),
    segment: trace.accesses.segment.at(access),
  };
}

/** Requests that the moment lies inside of: its activation, or one of its callers, holds them. */
function held(trace: Trace, byActivation: ReadonlyMap<number, number[]>, moment: Moment): number[] {
  const r = trace.requests;
  const found: number[] = [];
  let { activation } = moment;
  for (let depth = 0; activation !== NONE && depth < 64; depth++) {
    for (const request of byActivation.get(activation) ?? []) {
      if (isAfterGrant(r, request, moment) && !isAfterRelease(trace, request, moment)) found.push(request);
    }
    activation = trace.activations.parent.at(activation);
  }
  return found;
}

/**
 * The same, and what no activation tells: what is done in a job that is a plain function (`runExclusive(() => save())`), and in a callback of nobody (a timer in the executor of a promise), is done
 * under the locks of whoever set it off, if those cannot be given back before it.
 */
function heldAtMoment(trace: Trace, order: Order, byActivation: ReadonlyMap<number, number[]>, moment: Moment): number[] {
  const { activations: acts, requests: r, segments: s, tasks } = trace;
  const found = new Set(held(trace, byActivation, moment));
  const { activation, segment = NONE } = moment;
  if (byActivation.size === 0 || segment === NONE) return [...found];
  const add = (request: number): void => {
    const released = releaseOf(trace, request).segment;
    if (released !== NONE && !isAfterRelease(trace, request, moment) && order.isOrdered(segment, released)) found.add(request);
  };
  let at = activation === NONE ? segment : acts.startSegment.at(activation);
  for (let step = 0; at !== NONE && step < MAX_STEPS_BACK; step++) {
    const [job, task] = [s.jobOf.at(at), s.task.at(s.atom.at(at))];
    if (job !== NONE && isExclusive(trace, job)) add(job);
    const by = job !== NONE ? r.activation.at(job) : task === NONE ? NONE : tasks.creator.at(task);
    at = segmentBehind(trace, at);
    if (by === NONE || at === NONE) continue;
    for (const request of held(trace, byActivation, { activation: by, ns: s.startNs.at(at) })) add(request);
    at = acts.startSegment.at(by);
  }
  // `lock.acquire([from, to], job)`: the library asks for one in the job of the other, and no function of the program lies between. (What is added comes to its turn.)
  for (const request of found) if (r.under.at(request) !== NONE && isExclusive(trace, r.under.at(request))) add(r.under.at(request));
  return [...found];
}

function isAfterGrant(r: RequestTable, request: number, { ns, position = Number.NaN }: Moment): boolean {
  const granted = r.acquirePosition.at(request);
  if (!Number.isNaN(position) && !Number.isNaN(granted)) return granted <= position;
  // Where only the promise shows the grant, at least nothing before the request is under the lock.
  return r.acquireNs.at(request) <= ns && !(r.requestPosition.at(request) > position);
}

function isAfterRelease(trace: Trace, request: number, { ns, position = Number.NaN }: Moment): boolean {
  const released = trace.requests.releasePosition.at(request);
  if (!Number.isNaN(position) && !Number.isNaN(released)) return released < position;
  return releaseOf(trace, request).ns < ns;
}

/** Does one acquisition span `a` and `c`, and is `b` under another one of the same lock? The same acquisition excludes nothing. */
function areApart<At>({ requests: r }: Trace, heldAt: (at: At) => readonly number[], a: At, c: At, b: At): boolean {
  const around = heldAt(a);
  if (around.length === 0) return false;
  const still = heldAt(c);
  const other = heldAt(b);
  return around.some((request) => still.includes(request) && other.some((o) => o !== request && r.lock.at(o) === r.lock.at(request)));
}

/** Did the activation, a caller or a callee of it use the flag by `position`? */
function usesFlag(trace: Trace, lock: FlagLock, activation: number, position: number): boolean {
  const isBy = (since: number | undefined): boolean => since !== undefined && since <= position;
  return isBy(lock.callers.get(activation)) || callersUpFrom(trace, activation).some((caller) => isBy(lock.users.get(caller)));
}

/** Are read and write (a, c) of one stretch in which a flag was taken, and b of another one? */
function isFlaggedApart(trace: Trace, locks: FlagLocks, a: number, c: number, b: number): boolean {
  const x = trace.accesses;
  const location = x.location.at(a);
  const keepsApart = (lock: FlagLock): boolean => {
    // The flag itself is taken only while it is free; who else clears it is not kept out.
    if (lock.location === location && lock.isFree(x.value.at(b))) return false;
    const mine = periodOver(trace, lock, a, c);
    const other = mine && periodWithReactions(trace, lock, b);
    return (
      mine !== undefined && other !== undefined && other !== mine && isTakenBy(trace, lock, a, mine) && isTakenBy(trace, lock, b, other)
    );
  };
  return (
    locks.around(threadOf(trace, a), x.position.at(b)).some(keepsApart) ||
    locks.clearedIn(trace.segments.turn.at(x.segment.at(b))).some(keepsApart)
  );
}

/** The flag was found taken by who clears it later: he was given it meanwhile (`waiting.push(resolve)` … `slot.busy = false`), and does not go by that look. */
function isGivenBack(trace: Trace, locks: FlagLocks, a: number, c: number): boolean {
  const { location, position, value, write } = trace.accesses;
  const lock = write.at(c) === 1 && isFalsy(value.at(c)) ? locks.of(location.at(c)) : undefined;
  if (lock?.isMark !== true || location.at(a) !== lock.location) return false;
  const found = periodAt(lock, position.at(a));
  return found !== undefined && trace.segments.atom.at(found.taken) !== atomOf(trace, a) && periodAt(lock, position.at(c)) !== undefined;
}

/** Are read and write (a, c) of a writer's stretch, and b of one of the readers that are beside it, or the other way round? */
function isReadApart(trace: Trace, locks: readonly FlagWithReaders[], a: number, c: number, b: number): boolean {
  const x = trace.accesses;
  return locks.some(({ lock, reads }) => {
    if (lock.thread !== threadOf(trace, a)) return false;
    const mine = periodOver(trace, lock, a, c);
    const theirs = periodAt(lock, x.position.at(b));
    if ((mine === undefined) === (theirs === undefined)) return false;
    const isRead = (access: number, last: number): boolean =>
      reads.some(({ from, to }) => from <= x.position.at(access) && x.position.at(last) <= to) &&
      usesFlag(trace, lock, callBehind(trace, access), x.position.at(access));
    if (mine !== undefined) return isTakenBy(trace, lock, a, mine) && isRead(b, b);
    return theirs !== undefined && isTakenBy(trace, lock, b, theirs) && isRead(a, c);
  });
}

/** The thread whose state an access is of. */
function threadOf({ accesses, locations }: Trace, access: number): number {
  return locations.thread.at(accesses.location.at(access));
}

/** The stretch around a read and a write. What is read in the step that takes the flag lies inside. */
function periodOver(trace: Trace, lock: FlagLock, a: number, c: number): Period | undefined {
  const x = trace.accesses;
  if (lock.thread !== threadOf(trace, a)) return undefined;
  const mine = periodWithReactions(trace, lock, c);
  if (mine === undefined || mine.from <= x.position.at(a)) return mine;
  return trace.segments.atom.at(mine.taken) === atomOf(trace, a) ? mine : undefined;
}

/** Has the work of an access used the flag by then? */
function isTakenBy(trace: Trace, lock: FlagLock, access: number, period: Period): boolean {
  return usesFlag(trace, lock, callBehind(trace, access), Math.max(trace.accesses.position.at(access), period.from));
}

/** `lock.acquire(slug, …)`, `locks.get(slug).runExclusive(…)`: two locks of one kind, each for a key of its own. */
function isUnderOtherKey(trace: Trace, heldAt: (access: number) => number[], a: number, c: number, b: number): boolean {
  const lockOf = (request: number): number => trace.requests.lock.at(request);
  const still = new Set(heldAt(c));
  const mine = heldAt(a).filter((request) => still.has(request));
  if (mine.length === 0) return false;
  const { name, site } = trace.locks;
  const areKeyed = (own: number, other: number): boolean => {
    if (own === other || site.at(own) !== site.at(other)) return false;
    if (name.at(own) !== 0 && name.at(other) !== 0) return name.at(own) !== name.at(other);
    return isStoredByKey(trace, site.at(own));
  };
  return heldAt(b).some((other) => mine.some((own) => areKeyed(lockOf(own), lockOf(other))));
}

/** `locks.set(key, new Mutex())`, `locks[key] ??= new Mutex()`: where a lock is made, it is put into a collection. */
function isStoredByKey(trace: Trace, made: number): boolean {
  const row = trace.site(made);
  return row !== undefined && hasSite(trace, row.function, ({ kind, text }) => kind === 'write' && /\.set$|\]$/.test(text));
}

function isOtherKey(trace: Trace, locks: FlagLocks, a: number, c: number, b: number): boolean {
  const { accesses, locations: l } = trace;
  const entriesAround = (row: number): FlagLock[] =>
    locks.around(threadOf(trace, a), accesses.position.at(row)).filter((lock) => l.kind.at(lock.location) === LOCATION_ENTRY);
  const own = entriesAround(c).filter((lock) => {
    const mine = periodOver(trace, lock, a, c);
    return mine !== undefined && isTakenBy(trace, lock, a, mine);
  });
  if (own.length === 0) return false;
  return entriesAround(b).some((lock) => {
    const isBeside = own.some((o) => o !== lock && l.object.at(o.location) === l.object.at(lock.location));
    const other = isBeside ? periodAt(lock, accesses.position.at(b)) : undefined;
    return other !== undefined && isTakenBy(trace, lock, b, other);
  });
}

/** `locks`: all that may have been taken in the segment `other`. */
function isFlaggedInOrder(trace: Trace, locks: readonly FlagLock[], order: Order, from: number, to: number, other: number): boolean {
  const { thread } = trace.segments;
  const isUntil = ({ cleared }: Period, last: number): boolean => cleared === NONE || order.isOrdered(last, cleared);
  return locks.some((lock) => {
    const { periods } = lock;
    if (lock.thread !== thread.at(from) || lock.thread !== thread.at(other)) return false;
    const [mine, theirs] = [lastTakenBy(lock, from), lastTakenBy(lock, other)];
    const [first, another] = [periods[mine], periods[theirs]];
    if (first === undefined || another === undefined || mine === theirs) return false;
    if (!order.isOrdered(first.taken, from) || !order.isOrdered(another.taken, other) || !isUntil(another, other)) return false;
    // Given back and taken for the next one in one step: nobody gets in between.
    let last = mine;
    while (!isUntil(periods[last] as Period, to) && periods[last + 1]?.taken === periods[last]?.cleared) last++;
    return isUntil(periods[last] as Period, to) && (theirs < mine || theirs > last);
  });
}
