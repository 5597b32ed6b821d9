/**
 * Locks made of files: exclusive creation (open with `wx`, mkdir, link) succeeds for one task at a time, which deletes the file when it is done, or moves it over the file that it locks. Seen
 * from behaviour: stretches from a creation to the deletion by the same work that never overlap, in one process or several. Exclusion, never order.
 */
import * as W from '../../model/vocabulary.ts';
import type { FsRow, Trace } from '../../model/trace.ts';
import { endNs, hasFailed, isSameWork, type Operation, type StartedBy, WINDOW } from '../shared/fsOperations.ts';

/** A file existed for one task. */
interface Section {
  readonly taken: FsRow;
  /** The deletion, or the move: nobody else can take the lock before it has taken effect. */
  readonly released: FsRow;
  readonly from: number;
  readonly to: number;
}

export interface FileLocks {
  /** Do `first` and `second`, of one work, lie in one section, and `other` in another one of the same lock? */
  isApart(first: FsRow, second: FsRow, other: FsRow): boolean;
}

export function findFileLocks(trace: Trace, byPath: ReadonlyMap<string, readonly Operation[]>, startedBy: StartedBy): FileLocks {
  const locks: (readonly Section[])[] = [];
  for (const operations of byPath.values()) {
    const sections = sectionsOf(trace, operations, startedBy);
    // One task alone excludes nobody, and where two were in at once it is no lock.
    if (sections.length > 1 && sections.every((s, i) => i === 0 || (sections[i - 1] as Section).to <= s.from)) locks.push(sections);
  }
  const around = (sections: readonly Section[], first: FsRow, second: FsRow): Section | undefined => {
    const by = startedBy(first);
    return sections.find(
      (s) =>
        s.from <= first.startNs &&
        (endNs(second) <= s.to || second === s.released) &&
        by.thread === s.taken.thread &&
        (isSameWork(trace, s.taken, by) || isSameWork(trace, by, s.taken)),
    );
  };
  return {
    isApart: (first, second, other) =>
      locks.some((sections) => {
        const mine = around(sections, first, second);
        const theirs = mine === undefined ? undefined : around(sections, other, other);
        return theirs !== undefined && theirs !== mine;
      }),
  };
}

export function sectionsOf(trace: Trace, all: readonly Operation[], startedBy: StartedBy): Section[] {
  const sections: Section[] = [];
  // Whoever waits for the file tries again and again.
  const operations = all.filter((o) => !hasFailed(o.row));
  for (const [at, { row: end, class: kind }] of operations.entries()) {
    if (kind !== W.FS_DELETE) continue;
    // `rm` looks before it removes: the removal is a later step of the call that was made.
    const by = startedBy(end);
    for (let i = at - 1; i >= 0 && i >= at - WINDOW; i--) {
      const { row: taken, class: how } = operations[i] as Operation;
      if (how !== W.FS_CREATE_EXCLUSIVE || endNs(taken) > end.startNs) continue;
      // What began it all may be an earlier try, which has failed.
      if (!isSameWork(trace, taken, by) && !isSameWork(trace, taken, end)) continue;
      sections.push({ taken, released: end, from: endNs(taken), to: end.startNs });
      break;
    }
  }
  return sections.toSorted((a, b) => a.from - b.from);
}
