/**
 * Hand-written locks that stay taken: the last task that had it has ended without giving it back, where others of the same code did, and who asked for it since has given up waiting.
 * Or it was handed to a task that had given up already, and so has nobody to give it back.
 */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { decidesBranch, type LocationAccesses } from '../shared/accesses.ts';
import { isSuspended } from '../waiting/waitFor.ts';
import type { HandLock, Hold, LockClass, Waiter } from './handLocks.ts';
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

export function leftTaken(trace: Trace, lock: HandLock, { locks }: LockClass, group: LocationAccesses): LeftTaken | undefined {
  const { activations: acts } = trace;
  const hold = lock.holds.at(-1);
  if (hold === undefined || hold.to !== undefined) return undefined;
  const owner = ownerOf(trace, hold, locks);
  if (owner === NONE || acts.endSegment.at(owner) === NONE) return undefined;
  const [endNs, takenNs] = [acts.endNs.at(owner), hold.from.ns];
  const since = Math.max(endNs, takenNs);
  const late = lock.gaveUp.filter((w) => w.ns > since);
  const asked = [...late, ...pollersSince(trace, lock, group, since)].map((w) => ({
    activation: askerOf(trace, w),
    site: callOf(trace, w.activation, w.guard),
  }));
  if (asked.length === 0) return undefined;
  const wasGone = lock.gaveUp.some((w) => w.ns > takenNs && w.ns <= endNs);
  return { hold, owner, asked, isLate: endNs < takenNs, wasGone };
}

/** The task that would give it back, as others of its code did: the one that took it, or its caller. NONE where it was done otherwise. */
function ownerOf(trace: Trace, hold: Hold, locks: readonly HandLock[]): number {
  const { activations: acts } = trace;
  const givers = new Set(locks.flatMap(({ holds }) => holds.flatMap((h) => (h.to === undefined ? [] : [functionOf(trace, h.to.by)]))));
  const [giver = NONE] = givers;
  if (givers.size !== 1 || giver === NONE) return NONE;
  const candidates = [hold.activation, holderOf(trace, hold.activation, hold.guard)];
  return candidates.find((activation) => activation !== NONE && acts.fn.at(activation) === giver) ?? NONE;
}

function functionOf(trace: Trace, activation: number): number {
  return activation === NONE ? NONE : trace.activations.fn.at(activation);
}

/** Who looked again and again since then, and has ended without it. */
function pollersSince(trace: Trace, lock: HandLock, group: LocationAccesses, sinceNs: number): Pick<Waiter, 'activation' | 'guard'>[] {
  const { accesses: a, segments } = trace;
  const looks = new Map<number, { times: number; guard: number }>();
  for (const row of group.rows) {
    const activation = a.activation.at(row);
    const isLook = a.write.at(row) === 0 && activation !== NONE && decidesBranch(trace, row);
    if (!isLook || segments.startNs.at(a.segment.at(row)) <= sinceNs) continue;
    const known = looks.get(activation);
    if (known === undefined) looks.set(activation, { times: 1, guard: row });
    else known.times++;
  }
  const holders = new Set(lock.holds.map((h) => h.activation));
  return [...looks]
    .filter(([activation, { times }]) => times >= MIN_LOOKS && !isSuspended(trace, activation) && !holders.has(activation))
    .map(([activation, { guard }]) => ({ activation, guard }));
}

/** The caller, of a function that only asks for it. */
function askerOf(trace: Trace, { activation, guard }: Pick<Waiter, 'activation' | 'guard'>): number {
  const { activations: acts, accesses } = trace;
  const isForCaller = acts.fn.at(activation) === trace.functionAt(accesses.site.at(guard)) && acts.parent.at(activation) !== NONE;
  return isForCaller ? acts.parent.at(activation) : activation;
}
