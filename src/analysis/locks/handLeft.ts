/**
 * Hand-written locks that stay taken: the last task that had it has ended without giving it back, where others of the same code did or it does itself on other paths, and who asked for it since has given up waiting.
 * Or it was handed to a task that had given up already, and so has nobody to give it back.
 */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { FLAG_POLL } from '../../model/vocabulary.ts';
import type { LocationAccesses } from '../shared/accesses.ts';
import { isPause } from '../time/effects.ts';
import { isSuspended } from '../waiting/waitFor.ts';
import { hasSite } from '../siteIndex.ts';
import type { HandLock, Hold, Waiter } from './handLocks.ts';
import { looksIn } from './handPolls.ts';
import { callOf, holderOf } from './handRequests.ts';

export interface LeftTaken {
  readonly hold: Hold;
  readonly owner: number;
  /** Who asked in vain: the activation and its await. */
  readonly asked: readonly { readonly activation: number; readonly site: number }[];
  /** It was let in when it had ended. */
  readonly isLate: boolean;
  /** Somebody had given up before the owner was done. */
  readonly wasGone: boolean;
}

/** So often somebody looked who asks again and again. */
const MIN_LOOKS = 3;

export function leftTaken(trace: Trace, lock: HandLock, locks: readonly HandLock[], group: LocationAccesses): LeftTaken | undefined {
  const { activations: acts } = trace;
  const open = lock.holds.filter((h) => h.to === undefined);
  const hold = open.at(-1);
  if (lock.gaveUp.length === 0 && group.rows.length < MIN_LOOKS) return undefined;
  if (hold === undefined || open.length < lock.permits || (lock.permits === 1 && hold !== lock.holds.at(-1))) return undefined;
  const givers = giversOf(trace, locks);
  const owners = open.map((h) => ownerOf(trace, h, givers));
  if (owners.some((owner) => owner === NONE || acts.endSegment.at(owner) === NONE)) return undefined;
  const owner = owners.at(-1) as number;
  const takenNs = hold.from.ns;
  const endNs = Math.max(...owners.map((o) => acts.endNs.at(o)));
  const since = Math.max(endNs, takenNs);
  const late = lock.gaveUp.filter((w) => w.ns > since);
  const asked = [...late, ...pollersSince(trace, lock, group, since)].map((w) => ({
    activation: askerOf(trace, w),
    site: callOf(trace, w.activation, w.guard),
  }));
  if (asked.length === 0) return undefined;
  const wasGone = lock.gaveUp.some((w) => w.ns > takenNs && w.ns <= endNs);
  return { hold, owner, asked, isLate: acts.endNs.at(owner) < takenNs, wasGone };
}

const knownGivers = new WeakMap<readonly HandLock[], ReadonlySet<number>>();

/** Functions that gave back locks of a class, found once for all of them. */
function giversOf(trace: Trace, locks: readonly HandLock[]): ReadonlySet<number> {
  let givers = knownGivers.get(locks);
  if (givers === undefined) {
    givers = new Set(locks.flatMap(({ holds }) => holds.flatMap((h) => (h.to === undefined ? [] : [functionOf(trace, h.to.by)]))));
    knownGivers.set(locks, givers);
  }
  return givers;
}

const RELEASES = /(?:^|\.)(?:release|unlock)(?:[A-Z]\w*)?$/;

/** The task that would give it back, as others of its code did: the one that took it, or its caller. NONE where it was done otherwise. */
function ownerOf(trace: Trace, hold: Hold, givers: ReadonlySet<number>): number {
  const candidates = [hold.activation, holderOf(trace, hold.activation, hold.guard)].filter((activation) => activation !== NONE);
  const [giver = NONE] = givers;
  // Nobody has yet: the code says it.
  if (givers.size === 0) return candidates.find((activation) => givesBack(trace, functionOf(trace, activation), hold)) ?? NONE;
  return givers.size === 1 ? (candidates.find((activation) => functionOf(trace, activation) === giver && giver !== NONE) ?? NONE) : NONE;
}

/** It calls what releases, or sets back what it has set. */
function givesBack(trace: Trace, fn: number, { set }: Hold): boolean {
  const own = set === NONE ? NONE : trace.accesses.site.at(set);
  const flag = trace.site(own);
  return hasSite(trace, fn, (site, index) =>
    site.kind === 'call' ? RELEASES.test(site.text) : site.kind === 'write' && index !== own && site.text === flag?.text,
  );
}

function functionOf(trace: Trace, activation: number): number {
  return activation === NONE ? NONE : trace.activations.fn.at(activation);
}

/** Who looked again and again since then, and has ended without it. */
function pollersSince(trace: Trace, lock: HandLock, group: LocationAccesses, sinceNs: number): Pick<Waiter, 'activation' | 'guard'>[] {
  const looks = looksIn(trace, group, (ns) => ns > sinceNs);
  const holders = new Set(lock.holds.map((h) => h.activation));
  return [...looks]
    .filter(
      ([activation, { times, guard }]) =>
        times >= MIN_LOOKS &&
        (trace.hasFlag(trace.accesses.site.at(guard), FLAG_POLL) || pausesOften(trace, activation)) &&
        !isSuspended(trace, activation) &&
        !holders.has(activation),
    )
    .map(([activation, { guard }]) => ({ activation, guard }));
}

/** `while (!lock.tryAcquire()) await sleep(5)`: between its looks it did nothing else. */
function pausesOften(trace: Trace, activation: number): boolean {
  const { activations: acts, suspensions: s } = trace;
  let pauses = 0;
  for (let at = acts.lastSuspension.at(activation); at !== NONE && pauses < MIN_LOOKS - 1; at = s.previous.at(at)) {
    if (s.awaited.at(at) !== NONE && isPause(trace, s.awaited.at(at))) pauses++;
  }
  return pauses >= MIN_LOOKS - 1;
}

/** The caller, of a function that only asks for it. */
export function askerOf(trace: Trace, { activation, guard }: Pick<Waiter, 'activation' | 'guard'>): number {
  const { activations: acts, accesses } = trace;
  const isForCaller = acts.fn.at(activation) === trace.functionAt(accesses.site.at(guard)) && acts.parent.at(activation) !== NONE;
  return isForCaller ? acts.parent.at(activation) : activation;
}
