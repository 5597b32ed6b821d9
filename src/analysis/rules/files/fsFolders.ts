/**
 * race.fs.toctou, folders: a task makes a folder and then puts a file into it; another task, which found it empty or is done with it, removes it in between. And files: a task writes one, and
 * comes back to it later; another task, which takes it for left over, has removed it.
 */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import {
  endNs,
  folderOf,
  hasFailed,
  isCreation,
  isExpected,
  isSameWork,
  type KeepsApart,
  nameOf,
  type Operation,
  toDraft,
  WINDOW,
  worstBetween,
} from '../../shared/fsOperations.ts';

/** Folders around a file that are looked at. */
const MAX_DEPTH = 4;
/** Operations on a folder among which the making of it is. */
const HISTORY = 256;

interface Place {
  readonly path: string;
  readonly folder: string;
  /** The folder, or one around it. */
  readonly removed: string;
}

/** Of each folder that somebody removed: the removals of it, and where it was made. Only what happened is told: that a removal fails while something is in there is as little seen as who waited. */
export class RemovedFolders {
  readonly #removals = new Map<string, readonly Operation[]>();
  readonly #byPath: ReadonlyMap<string, readonly Operation[]>;

  constructor(byPath: ReadonlyMap<string, readonly Operation[]>) {
    this.#byPath = byPath;
    for (const [path, operations] of byPath) {
      const removals = operations.filter((o) => o.class === W.FS_DELETE && o.row.site !== NONE && !hasFailed(o.row));
      if (removals.length > 0) this.#removals.set(path, removals.slice(-WINDOW));
    }
  }

  /** The removal of a folder, or of one around it, after the work of `use` had made it and before it put something into it. */
  find(context: AnalysisContext, keepsApart: KeepsApart, path: string, use: Operation): Draft | undefined {
    const folder = folderOf(path);
    for (let at = folder, depth = 0; at !== '' && depth < MAX_DEPTH; at = folderOf(at), depth++) {
      const draft = this.#removals.has(at) ? this.#findIn(context, keepsApart, { path, folder, removed: at }, use) : undefined;
      if (draft !== undefined) return draft;
    }
    return undefined;
  }

  /** The removal of a file after the work of `use` had written it and before it read it again, or moved it to its place; nobody made it anew. */
  findFile(context: AnalysisContext, keepsApart: KeepsApart, path: string, use: Operation): Draft | undefined {
    const { trace } = context;
    const isUse = use.class === W.FS_READ || (use.class === W.FS_DELETE && use.row.class === W.FS_RENAME);
    if (!isUse || use.row.site === NONE) return undefined;
    if (isExpected(trace, use.row)) return undefined;
    const all = (this.#byPath.get(path) ?? []).slice(-HISTORY).filter((o) => !hasFailed(o.row));
    const creations = all.filter(isCreation);
    const last = creations.findLast((o) => o.row.startNs < use.row.startNs && o.row.site !== NONE)?.row;
    if (last === undefined || endNs(last) > use.row.startNs || !isSameWork(trace, last, use.row)) return undefined;
    const between = all.filter((o) => o.class === W.FS_DELETE && isBetween(last, o.row, use.row));
    const best = worstBetween(context, keepsApart, last, use.row, between);
    if (best?.observed !== true) return undefined;
    if (creations.some((o) => endNs(o.row) > best.other.startNs && o.row.startNs < use.row.startNs)) return undefined;
    return toDraft(
      'race.fs.toctou',
      path,
      true,
      0.8,
      [
        { row: use.row, role: 'use', text: 'uses it' },
        { row: last, role: 'write', text: `writes ${nameOf(path)}` },
        { row: best.other, role: 'deletion', text: 'deletes it' },
      ],
      `\`${nameOf(path)}\` is written and used later; another task came in between and deleted it.`,
    );
  }

  #findIn(context: AnalysisContext, keepsApart: KeepsApart, { path, folder, removed }: Place, use: Operation): Draft | undefined {
    const { trace } = context;
    if (!isCreation(use) || use.row.class === W.FS_MKDIR_RECURSIVE || use.row.site === NONE) return undefined;
    if (isExpected(trace, use.row)) return undefined;
    const isOwn = (o: Operation): boolean => isMade(o) && endNs(o.row) <= use.row.startNs && isSameWork(trace, o.row, use.row);
    const made = (this.#byPath.get(folder) ?? []).slice(-HISTORY).findLast(isOwn)?.row;
    if (made === undefined || made.site === NONE) return undefined;
    const removals = (this.#removals.get(removed) ?? []).filter((o) => isBetween(made, o.row, use.row));
    const best = worstBetween(context, keepsApart, made, use.row, removals);
    if (best?.observed !== true) return undefined;
    return toDraft(
      'race.fs.toctou',
      path,
      true,
      0.75,
      [
        { row: use.row, role: 'use', text: `puts ${nameOf(path)} into it` },
        { row: made, role: 'folder made', text: `makes the folder ${nameOf(folder)}` },
        { row: best.other, role: 'deletion', text: `removes ${nameOf(removed)}` },
      ],
      `The folder \`${nameOf(folder)}\` is made and a file put into it later; another task came in between and removed it.`,
    );
  }
}

function isMade({ row, class: kind }: Operation): boolean {
  return (kind === W.FS_MKDIR_RECURSIVE || kind === W.FS_CREATE_EXCLUSIVE) && !hasFailed(row);
}

/** It began after the folder was there, and was over before it was used. */
function isBetween(made: FsRow, removal: FsRow, use: FsRow): boolean {
  return removal.startNs >= endNs(made) && endNs(removal) <= use.startNs;
}
