/**
 * race.fs.toctou, folders: a task makes a folder and then puts a file into it; another task, which found it empty or is done with it, removes it in between. And files: a task writes one, and
 * comes back to it later; another task, which takes it for left over, has removed it. And how many there are: a task puts a file into a folder by their number, and another one has done so, too.
 */
import * as W from '../../../model/vocabulary.ts';
import { addTo } from '../../../base/lists.ts';
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

/** Files of a folder that are tried. */
const LIMIT = 512;

interface Put extends Operation {
  readonly path: string;
}

/**
 * Two calls that have both listed a folder before either has put a file into it both put one there by their number: no more than so many, or only the first. That they go by that says the code
 * (SiteLink `look`, by a look at a folder). One name for both is told of by the operations on that file.
 */
export function putByCount(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  looks: ReadonlyMap<number, readonly number[]>,
  byPath: ReadonlyMap<string, readonly Operation[]>,
): Draft[] {
  if (looks.size === 0) return [];
  const { trace } = context;
  const putsIn = new Map<string, Put[]>();
  for (const [path, operations] of byPath) {
    for (const operation of operations) {
      const isPut = isCreation(operation) || operation.class === W.FS_MKDIR_RECURSIVE;
      if (isPut && looks.has(operation.row.site) && !hasFailed(operation.row)) addTo(putsIn, folderOf(path), { ...operation, path });
    }
  }
  const drafts: Draft[] = [];
  for (const [folder, puts] of putsIn) {
    puts.sort((a, b) => a.row.startNs - b.row.startNs);
    const told = new Set<number>();
    const lists = (byPath.get(folder) ?? []).filter((o) => o.class === W.FS_LIST);
    for (const { row, path } of puts.slice(0, LIMIT)) {
      if (told.has(row.site)) continue;
      const sites = looks.get(row.site) ?? [];
      const isLook = (o: Operation): boolean => sites.includes(o.row.site) && endNs(o.row) <= row.startNs;
      const look = lists.findLast((o) => isLook(o) && isSameWork(trace, o.row, row))?.row;
      if (look === undefined) continue;
      const others = puts.filter((o) => o.row.site === row.site && o.path !== path).slice(-WINDOW);
      const best = worstBetween(context, keepsApart, look, row, others);
      if (best === undefined) continue;
      const how = best.observed ? 'came' : 'can come';
      told.add(row.site);
      drafts.push(
        toDraft(
          'race.fs.toctou',
          path,
          best.observed,
          best.observed ? 0.8 : 0.6,
          [
            { row, role: 'use', text: 'puts a file into it' },
            { row: look, role: 'check', text: `lists ${nameOf(folder)}` },
            { row: best.other, role: 'other file', text: 'puts a file into it' },
          ],
          `A file is put into the folder \`${nameOf(folder)}\` by how many it has; another task ${how} between the look and that, and ${best.observed ? 'put' : 'puts'} one there by the same number.`,
        ),
      );
    }
  }
  return drafts;
}
