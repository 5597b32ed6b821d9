/**
 * race.fs.toctou, a folder that is removed under somebody's hands: a call is under way, and nobody waits for it; meanwhile whoever has called it, or another task, removes the folder, and then the
 * call puts a file into it. That this fails follows: the folder was not made anew. Only what happened is told.
 */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import {
  endNs,
  endSegment,
  folderOf,
  hasFailed,
  isCreation,
  isExpected,
  nameOf,
  type Operation,
  toDraft,
  WINDOW,
} from '../../shared/fsOperations.ts';
import { callersUpFrom, isWithin } from '../../lineage.ts';
import { removedBy } from './fsGone.ts';

/** Folders around a file that are looked at. */
const MAX_DEPTH = 4;

export class FoldersGone {
  readonly #trace: Trace;
  readonly #byPath: ReadonlyMap<string, readonly Operation[]>;
  /** By path: what was removed, and the call that asked for it. */
  readonly #removals = new Map<string, readonly { readonly row: FsRow; readonly asked: FsRow }[]>();

  constructor(trace: Trace, byPath: ReadonlyMap<string, readonly Operation[]>) {
    this.#trace = trace;
    this.#byPath = byPath;
  }

  find({ order }: AnalysisContext, path: string, use: Operation): Draft | undefined {
    const { row } = use;
    const isPut = isCreation(use) && use.class !== W.FS_MKDIR_RECURSIVE && row.site !== NONE && row.activation !== NONE;
    if (!isPut || isExpected(this.#trace, row)) return undefined;
    for (let at = folderOf(path), depth = 0; at !== '' && depth < MAX_DEPTH; at = folderOf(at), depth++) {
      for (const removal of this.#removalsOf(at)) {
        // That it is done, the one who removes it may hear only when the file has been asked for.
        const isBefore = removal.row.startNs <= row.startNs && !this.#isMadeAnew(path, at, removal.row, row);
        if (!isBefore || !this.#isUnderWay(row, removal.asked) || order.isOrdered(endSegment(removal.row), row.segment)) continue;
        return toDraft(
          'race.fs.toctou',
          path,
          true,
          0.75,
          [
            { row, role: 'use', text: `puts ${nameOf(path)} into it` },
            { row: removal.asked, role: 'deletion', text: `removes ${nameOf(at)}` },
          ],
          `A file is put into the folder \`${nameOf(folderOf(path))}\`, which was removed while the call that does so was under way: nobody waited for that.`,
        );
      }
    }
    return undefined;
  }

  #removalsOf(path: string): readonly { readonly row: FsRow; readonly asked: FsRow }[] {
    let found = this.#removals.get(path);
    if (found === undefined) {
      const operations = this.#byPath.get(path) ?? [];
      const first = Math.max(0, operations.length - WINDOW);
      found = operations.slice(first).flatMap(({ row }, i) => {
        const asked = removedBy(this.#trace, operations, first + i);
        return asked === undefined ? [] : [{ row, asked }];
      });
      this.#removals.set(path, found);
    }
    return found;
  }

  /** The folder of the file, or the one that was removed, is there again. */
  #isMadeAnew(path: string, removed: string, removal: FsRow, use: FsRow): boolean {
    const isMade = ({ row, class: kind }: Operation): boolean =>
      (kind === W.FS_MKDIR_RECURSIVE || kind === W.FS_CREATE_EXCLUSIVE || row.class === W.FS_RENAME) &&
      !hasFailed(row) &&
      endNs(row) > removal.startNs &&
      row.startNs < use.startNs;
    return [folderOf(path), removed].some((at) => this.#byPath.get(at)?.some(isMade) === true);
  }

  /** The work that puts the file there, without whoever removes the folder, had begun before that, and what removes it is none of its own. */
  #isUnderWay(use: FsRow, asked: FsRow): boolean {
    const { activations: acts, segments } = this.#trace;
    if (asked.activation === NONE || use.thread !== asked.thread) return false;
    const isApart = (call: number): boolean => !isWithin(this.#trace, asked.activation, call);
    const call = callersUpFrom(this.#trace, use.activation).findLast(isApart);
    return call !== undefined && acts.sync.at(call) === 0 && segments.startNs.at(acts.startSegment.at(call)) < asked.startNs;
  }
}
