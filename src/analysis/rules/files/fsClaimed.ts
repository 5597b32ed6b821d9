/**
 * Files that one at a time has: a worker moves one out of a folder where all look (`await rename(join('new', name), join('active', name))`). Of several that try only one succeeds, and the
 * next one can when it has been put back. (What is created where it must not be there yet is a lock: locks/fileLocks.ts.)
 */
import { firstWhere } from '../../../base/search.ts';
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import { isWithin } from '../../lineage.ts';
import { earlierOfSameWork, endNs, hasFailed, isCreation, isSameWork, type Operation, WINDOW } from '../../shared/fsOperations.ts';

type ByPath = ReadonlyMap<string, readonly Operation[]>;

/** Tells of another task's write whether it comes when that task has the file, and not while this work has it, which has taken it before `read`. `at`: the write of this work. */
export function takenInTurn(
  trace: Trace,
  byPath: ByPath,
  operations: readonly Operation[],
  at: number,
  read: FsRow,
): (other: Operation) => boolean {
  const takerOf = (index: number, row: FsRow): FsRow | undefined =>
    earlierOfSameWork(trace, operations, index, (o) => isTaking(trace, byPath, o, row), row);
  const mine = takerOf(at, read);
  if (mine === undefined) return () => false;
  const { row: write } = operations[at] as Operation;
  return (other) => {
    const index = operations.indexOf(other, Math.max(0, at - WINDOW));
    const theirs = isTaking(trace, byPath, other, other.row) ? other.row : takerOf(index, other.row);
    if (theirs === undefined) return false;
    return mine.startNs < theirs.startNs ? isPutBack(byPath, mine, write, theirs) : isPutBack(byPath, theirs, other.row, mine);
  };
}

/** It moves the file to its place for the work of `by`. */
function isTaking(trace: Trace, byPath: ByPath, { row, class: kind }: Operation, by: FsRow): boolean {
  if (kind !== W.FS_RENAME || hasFailed(row) || (row !== by && !isSameWork(trace, row, by))) return false;
  return !isDraft(trace, byPath.get(row.path) ?? [], row);
}

/** What moves has been made by the same work, which takes it from nobody so. What a caller of the work has made is for all whom that calls. */
function isDraft(trace: Trace, operations: readonly Operation[], move: FsRow): boolean {
  const end = firstFrom(operations, move.startNs);
  const last = operations.slice(Math.max(0, end - WINDOW), end).findLast((o) => isCreation(o) && o.row.site !== NONE)?.row;
  if (last === undefined || last.class === W.FS_RENAME || !isSameWork(trace, last, move)) return false;
  return last.activation === move.activation || !isWithin(trace, move.activation, last.activation);
}

/** The later one can have taken the file only when the earlier one had done its last with it, and it had been put back to where it is taken from. */
function isPutBack(byPath: ByPath, earlier: FsRow, last: FsRow, later: FsRow): boolean {
  const operations = byPath.get(later.path) ?? [];
  // What has begun before may still be under way.
  const from = Math.max(0, firstFrom(operations, earlier.startNs) - WINDOW);
  const isBetween = ({ row }: Operation): boolean => endNs(row) >= earlier.startNs && row.startNs <= endNs(later) && !hasFailed(row);
  const isBack = ({ row }: Operation): boolean => row.class === W.FS_RENAME && row.path === later.path2 && row.startNs >= endNs(last);
  const made = operations.slice(from, firstFrom(operations, endNs(later))).filter((o) => isCreation(o) && isBetween(o));
  return made.every(isBack) && (made.length > 0 || later.path === earlier.path);
}

/** The first of them, which are in order, that begins at a time or later. */
function firstFrom(operations: readonly Operation[], ns: number): number {
  return firstWhere(0, operations.length, (i) => (operations[i] as Operation).row.startNs >= ns);
}
