/** Locks that let nobody wait who has one of them already: `if (row.owner && this.held.length > 0) throw new Aborted()`. Whoever is refused gives back what it has, and begins anew. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import type { LocationAccesses } from '../shared/accesses.ts';
import type { HandLock, Hold } from './handLocks.ts';
import { takerFunction } from './handWaits.ts';

/** So many looks and waits of one lock are asked. */
const MAX_LOOKS = 1000;

/** The run shows it: one that had another lock found this one taken, and ended there, and none that had another one has waited. */
export function refusesHolders(
  trace: Trace,
  locks: readonly HandLock[],
  groupAt: (location: number) => LocationAccesses | undefined,
): boolean {
  const { accesses: a, activations: acts, segments } = trace;
  const isOfOne = (x: number, y: number): boolean => {
    const [one, other] = [acts.parent.at(x), acts.parent.at(y)];
    return one !== NONE && (one === other || one === y || other === x);
  };
  const hasAnother = (lock: HandLock, activation: number, ns: number): boolean => {
    const isHeld = (h: Hold): boolean => h.from.ns <= ns && (h.to === undefined || h.to.ns >= ns) && isOfOne(activation, h.activation);
    return locks.some((other) => other !== lock && other.holds.some(isHeld));
  };
  const nsOf = (row: number): number => segments.startNs.at(a.segment.at(row));
  const isWait = (lock: HandLock): boolean =>
    lock.waiting.slice(0, MAX_LOOKS).some((w) => hasAnother(lock, w.activation, nsOf(w.guard))) ||
    lock.holds.slice(0, MAX_LOOKS).some((h) => h.promise !== NONE && hasAnother(lock, h.activation, nsOf(h.guard)));
  const isRefused = (lock: HandLock): boolean => {
    const [first] = lock.holds;
    const known = new Set([...lock.holds, ...lock.waiting, ...lock.gaveUp].map(({ guard }) => guard));
    const { rows = [] } = groupAt(lock.location) ?? {};
    return rows.slice(0, MAX_LOOKS).some((row) => {
      const by = a.activation.at(row);
      if (first === undefined || by === NONE || a.write.at(row) === 1 || known.has(row)) return false;
      if (acts.endSegment.at(by) !== a.segment.at(row) || takerFunction(trace, row) !== takerFunction(trace, first.guard)) return false;
      const isTaken = (h: Hold): boolean =>
        h.from.ns < nsOf(row) && (h.to === undefined || h.to.ns > nsOf(row)) && !isOfOne(by, h.activation);
      return lock.holds.some(isTaken) && hasAnother(lock, by, nsOf(row));
    });
  };
  return locks.length > 1 && locks.some(isRefused) && !locks.some(isWait);
}
