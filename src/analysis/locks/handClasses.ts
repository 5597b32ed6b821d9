/** Hand-written locks by the code that sets them: what one lock shows holds for all that the same code works on. */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import type { HandLock } from './handLocks.ts';

/** What the code of one place has shown, over all locks that it works on. */
export interface LockClass {
  readonly locks: readonly HandLock[];
  /** Times that one task gave it back and another one got it later. */
  readonly handOvers: number;
  /** It let in a second one while somebody had it. */
  readonly violated: boolean;
}

/** Locks by the code that sets them. */
export function classesOf(trace: Trace, locks: readonly HandLock[]): LockClass[] {
  const bySite = new Map<number, HandLock[]>();
  for (const lock of locks) {
    const first = lock.holds.find((h) => h.set !== NONE);
    const site = first === undefined ? NONE : trace.accesses.site.at(first.set);
    addTo(bySite, site, lock);
  }
  return [...bySite.values()].map((list) => ({
    locks: list,
    handOvers: list.reduce((sum, lock) => sum + handOversOf(lock), 0),
    violated: list.some((lock) => lock.holds.some((h) => !h.atomic || h.overlaps > 0)),
  }));
}

function handOversOf({ holds }: HandLock): number {
  const isOther = (a: number | undefined, b: number): boolean => a !== b || b === NONE;
  return holds.filter((h, i) => i > 0 && holds[i - 1]?.to !== undefined && isOther(holds[i - 1]?.activation, h.activation)).length;
}
