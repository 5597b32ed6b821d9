/**
 * Locks that threads make of Atomics, as recorded of those that were held together: who took which element where, what else it held then, and who holds it still. Where they were taken is
 * told by the stack: the code of the lock itself is what the stacks of two locks have in common.
 */
import { NONE } from '../../model/ids.ts';
import type { SharedLockRow } from '../../model/shared.ts';
import type { Trace } from '../../model/trace.ts';
import { LOCK_AWAITED, LOCK_TAKEN } from '../../model/vocabulary.ts';
import { siteOfFrame } from '../frames.ts';
import { uniteBuffers } from '../shared/sharedBuffers.ts';

/** One thread has, or waits for, one element. */
export interface ThreadHold {
  readonly thread: number;
  /** Memory and byte. */
  readonly element: string;
  readonly from: number;
  readonly taken: SharedLockRow;
  given: SharedLockRow | undefined;
  /** What the thread held then, oldest first. */
  readonly under: readonly ThreadHold[];
}

export interface ThreadLocks {
  readonly holds: readonly ThreadHold[];
  /** Threads → what they were waiting for when they were last heard of: no element was taken after it. */
  readonly awaited: ReadonlyMap<number, ThreadHold>;
  /** Who has the element and has not given it back. */
  holderOf(element: string): ThreadHold | undefined;
}

/** Elements that are handed from thread to thread are no locks of the thread that takes them. */
export function threadLocksOf(trace: Trace): ThreadLocks {
  const memoryOf = uniteBuffers(trace);
  const holds: ThreadHold[] = [];
  const awaited = new Map<number, ThreadHold>();
  const open = new Map<number, ThreadHold[]>();
  const handed = new Set<string>();
  for (const row of trace.shared.locks) {
    const memory = memoryOf(row.thread, row.buffer);
    if (memory < 0) continue;
    const element = `${memory}:${row.from}`;
    const mine = open.get(row.thread) ?? [];
    open.set(row.thread, mine);
    awaited.delete(row.thread);
    const at = mine.findIndex((h) => h.element === element);
    if (row.change === LOCK_TAKEN || row.change === LOCK_AWAITED) {
      if (at >= 0) {
        handed.add(element);
        mine.splice(at, 1);
      }
      const hold: ThreadHold = { thread: row.thread, element, from: row.from, taken: row, given: undefined, under: [...mine] };
      if (row.change === LOCK_AWAITED) awaited.set(row.thread, hold);
      else {
        mine.push(hold);
        holds.push(hold);
      }
    } else if (at >= 0) {
      (mine[at] as ThreadHold).given = row;
      mine.splice(at, 1);
    }
  }
  return {
    holds: holds.filter((h) => !handed.has(h.element)),
    awaited,
    holderOf: (element) => holds.findLast((h) => h.element === element && h.given === undefined && !handed.has(element)),
  };
}

/** The call by which the thread asked for the lock. `other`: a lock that it holds at the same time. */
export function siteOfHold(trace: Trace, hold: ThreadHold, other: ThreadHold | undefined): number {
  const [mine, theirs] = fromSameFunction(hold.taken.frames, other?.taken.frames ?? []);
  const differs = (at: number): boolean => at < mine.length && at < theirs.length && placeIn(mine[at]) !== placeIn(theirs[at]);
  // A lock may try in one line and wait in another, or try by a function of its own.
  const isCut = mine.length < hold.taken.frames.length || theirs.length < (other?.taken.frames.length ?? 0);
  const isSame = isCut || (other !== undefined && functionOf(trace, hold.taken) === functionOf(trace, other.taken));
  let at = isSame ? 1 : 0;
  while (at < mine.length && at < theirs.length && !differs(at)) at++;
  // With nothing that differs above: two places of one function, or the caller of the function that uses Atomics, unless that gives the lock back itself.
  if (at >= mine.length || at >= theirs.length) at = differs(0) || isInline(trace, hold) ? 0 : 1;
  const frame = mine[at];
  const site = frame === undefined ? NONE : siteOfFrame(trace, frame.replace(/\((?<place>[^()]+)\)$/, '$<place>'));
  return site === NONE ? hold.taken.site : site;
}

/** Both stacks from the innermost function on that they have in common; as they are where there is none. */
function fromSameFunction(mine: readonly string[], theirs: readonly string[]): readonly [readonly string[], readonly string[]] {
  for (const [at, frame] of mine.entries()) {
    const there = theirs.findIndex((f) => functionIn(f) === functionIn(frame));
    if (there >= 0) return [mine.slice(at), theirs.slice(there)];
  }
  return [mine, theirs];
}

/** 'latch (/app/latch.js' of 'latch (/app/latch.js:6:28)'. */
export function functionIn(frame: string): string {
  return frame.replace(/:\d+:\d+\)?$/, '');
}

function placeIn(frame: string | undefined): string {
  return /[^\s(]+:\d+:\d+/.exec(frame ?? '')?.[0] ?? '';
}

function isInline(trace: Trace, { taken, given }: ThreadHold): boolean {
  return given !== undefined && functionOf(trace, given) === functionOf(trace, taken);
}

function functionOf(trace: Trace, row: SharedLockRow): number {
  return trace.functionAt(row.site);
}
