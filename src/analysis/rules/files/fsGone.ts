/**
 * race.fs.toctou of files that a task knows from a listing of their folder, or has read: by the time it uses or removes them another task has deleted them, or written them anew.
 */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import {
  earlierOfSameWork,
  endNs,
  endSegment,
  folderOf,
  hasFailed,
  isContentWrite,
  isCreation,
  isExpected,
  isLookOfRemoval,
  isSameWork,
  type KeepsApart,
  nameOf,
  nearby,
  type Operation,
  toDraft,
  WINDOW,
  worstBetween,
} from '../../shared/fsOperations.ts';
import { isSetOffBy } from '../../lineage.ts';

const ASKS = /\bexists(?:Sync)?$/;

type ByPath = ReadonlyMap<string, readonly Operation[]>;

/** The listing of its folder that the work of `use` made last, and not of what it has made itself since. */
function listedBefore(trace: Trace, byPath: ByPath, path: string, use: FsRow): FsRow | undefined {
  const isOwn = ({ row, class: kind }: Operation): boolean =>
    kind === W.FS_LIST && isSameWork(trace, row, use) && endNs(row) <= use.startNs;
  const list = byPath.get(folderOf(path))?.findLast(isOwn)?.row;
  // Node's own, of a folder that is removed.
  if (list === undefined || list.site === NONE) return undefined;
  return isMadeSince(trace, byPath.get(path) ?? [], list, use) ? undefined : list;
}

/** What the work has made itself since its look, it knows to be there. */
function isMadeSince(trace: Trace, operations: readonly Operation[], look: FsRow, use: FsRow): boolean {
  const isOwn = (o: Operation): boolean => isCreation(o) && o.row.startNs >= endNs(look) && endNs(o.row) <= use.startNs;
  return operations.some((o) => isOwn(o) && o.row.operation !== use.operation && !hasFailed(o.row) && isSameWork(trace, o.row, use));
}

/** A folder was listed, and what the listing named is used; another task deletes it in between. */
export function staleListing(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  byPath: ByPath,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { trace } = context;
  const use = operations[at] as Operation;
  if (use.class !== W.FS_CHECK && use.class !== W.FS_READ && use.class !== W.FS_DELETE && use.class !== W.FS_LIST) return undefined;
  const list = listedBefore(trace, byPath, path, use.row);
  // Who asks whether it is still there minds neither.
  if (use.class === W.FS_CHECK && ASKS.test(trace.site(use.row.site)?.text ?? '')) return undefined;
  // One call of a library that lists and uses what it finds: what it is ready for it knows itself.
  if (list === undefined || list.site === use.row.site || isExpected(trace, use.row)) return undefined;
  // What it has made itself since, it knows to be there.
  const made = earlierOfSameWork(trace, operations, at, (o) => (isCreation(o) || o.class === W.FS_APPEND) && !hasFailed(o.row));
  if (made !== undefined && made.startNs >= endNs(list)) return undefined;
  const deletions = nearby(operations, at).filter((o) => o.class === W.FS_DELETE && o.row.site !== NONE);
  const best = worstBetween(context, keepsApart, list, use.row, deletions);
  if (best === undefined) return undefined;
  return toDraft(
    'race.fs.toctou',
    path,
    best.observed,
    best.observed ? 0.75 : 0.6,
    [
      { row: use.row, role: 'use', text: 'uses it' },
      { row: list, role: 'list', text: `finds ${nameOf(path)} in its folder` },
      { row: best.other, role: 'deletion', text: 'deletes it' },
    ],
    `\`${nameOf(path)}\` is found in a listing of its folder and used later; another task ${best.observed ? 'came' : 'can come'} in between and deletes it.`,
  );
}

/** Two tasks have read the file before either has removed it: each did what it says, and the second removal fails. Only where it happened. */
export function removedTwice(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { trace } = context;
  const { row: removal, class: kind } = operations[at] as Operation;
  if (kind !== W.FS_DELETE || isExpected(trace, removal)) return undefined;
  const read = earlierOfSameWork(trace, operations, at, (o) => o.class === W.FS_READ);
  if (read === undefined || isMadeSince(trace, operations, read, removal)) return undefined;
  const deletions = nearby(operations, at).filter((o) => o.class === W.FS_DELETE && o.row.site !== NONE);
  const best = worstBetween(context, keepsApart, read, removal, deletions);
  if (best?.observed !== true) return undefined;
  return toDraft(
    'race.fs.toctou',
    path,
    true,
    0.8,
    [
      { row: removal, role: 'use', text: 'removes it' },
      { row: read, role: 'read', text: `reads ${nameOf(path)}` },
      { row: best.other, role: 'deletion', text: 'deletes it' },
    ],
    `\`${nameOf(path)}\` is read and removed later; another task came in between and deleted it.`,
  );
}

/**
 * Two tasks have found the file in a listing of its folder and read it before either has removed it: what it asks for was done twice. The second removal (`rm` with `force`) has nothing to remove
 * and does not fail; that the file may be gone is what it is ready for, and not that another one did the work. Only where it happened.
 */
export function doneTwice(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  byPath: ByPath,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { trace } = context;
  const { row } = operations[at] as Operation;
  // Who comes much later finds nothing when it looks; else it looks in time, and removes nothing.
  const removal = isLookOfRemoval(trace, row) ? row : removedBy(trace, operations, at);
  if (removal === undefined) return undefined;
  const readBefore = (row: FsRow): FsRow | undefined => earlierOfSameWork(trace, operations, at, (o) => o.class === W.FS_READ, row);
  const read = readBefore(removal);
  const list = read && listedBefore(trace, byPath, path, removal);
  if (read === undefined || list === undefined || endNs(list) > read.startNs) return undefined;
  if (isMadeSince(trace, operations, list, removal)) return undefined;
  const removals = nearby(operations, at).flatMap((o) => {
    const other = removedBy(trace, operations, operations.indexOf(o));
    return other !== undefined && readBefore(other) !== undefined ? [{ ...o, row: other }] : [];
  });
  const best = worstBetween(context, keepsApart, read, removal, removals);
  if (best?.observed !== true) return undefined;
  return toDraft(
    'race.fs.toctou',
    path,
    true,
    0.75,
    [
      { row: list, role: 'list', text: `finds ${nameOf(path)} in its folder` },
      { row: read, role: 'read', text: 'reads it' },
      { row: removal, role: 'use', text: 'would remove it: it has gone' },
      { row: best.other, role: 'deletion', text: 'deletes it' },
    ],
    `\`${nameOf(path)}\` is found in a listing of its folder, read, and removed later; another task had found and read it, too, and removed it first: what it asks for was done twice.`,
  );
}

/**
 * What was there when the folder was listed is removed; another task has written it anew since the listing, or since the work looked at it again, and that is what has gone. Only where it
 * happened, nobody has read what was written, and nobody is ready for a file that has gone or writes it once more.
 */
export function removedAnew(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  byPath: ByPath,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { trace } = context;
  const removal = removedBy(trace, operations, at);
  const list = removal && listedBefore(trace, byPath, path, removal);
  if (removal === undefined || list === undefined || list.site === removal.site || isFolderRemoved(byPath, path, removal)) return undefined;
  const isLook = ({ row, class: kind }: Operation): boolean =>
    kind === W.FS_CHECK &&
    !isLookOfRemoval(trace, row) &&
    row.startNs >= endNs(list) &&
    endNs(row) <= removal.startNs &&
    isSameWork(trace, row, removal);
  const from = operations.findLast(isLook)?.row ?? list;
  const isAnew = (o: Operation): boolean =>
    isContentWrite(o) && o.row.site !== NONE && o.row.startNs >= endNs(from) && endNs(o.row) <= removal.startNs;
  const best = worstBetween(context, keepsApart, from, removal, nearby(operations, at).filter(isAnew));
  if (best?.observed !== true) return undefined;
  const isMinded = (o: Operation): boolean =>
    (isCreation(o) && o.row.startNs > removal.startNs) ||
    ((o.class === W.FS_READ || o.class === W.FS_CHECK) && isExpected(trace, o.row) && !isLookOfRemoval(trace, o.row)) ||
    (o.class === W.FS_READ && endNs(o.row) > best.other.startNs && o.row.startNs < removal.startNs);
  if (operations.some(isMinded)) return undefined;
  return toDraft(
    'race.fs.toctou',
    path,
    true,
    0.75,
    [
      { row: removal, role: 'use', text: 'removes it' },
      { row: list, role: 'list', text: `finds ${nameOf(path)} in its folder` },
      { row: best.other, role: 'other creation', text: 'writes it anew' },
    ],
    `\`${nameOf(path)}\` is found in a listing of its folder and removed later; another task came in between and wrote it anew: what is removed is the new one.`,
  );
}

/**
 * The file is read, and written back with what it had; another task has removed it in between, and what it removed is there again (a session that was signed out). Only where it happened, and
 * neither has looked once more, nor makes the file anew itself.
 */
export function broughtBack(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
  read: FsRow,
): Draft | undefined {
  const { trace } = context;
  const { row: write } = operations[at] as Operation;
  if (hasFailed(read)) return undefined;
  const isLook = (o: Operation): boolean => o.class === W.FS_CHECK && !hasFailed(o.row) && !isLookOfRemoval(trace, o.row);
  const look = earlierOfSameWork(trace, operations, at, isLook);
  const from = look !== undefined && look.startNs > read.startNs ? look : read;
  // Who removes it to write it anew wants it there.
  const isReplaced = (removal: FsRow): boolean =>
    operations.some((o) => isCreation(o) && o.row.startNs > removal.startNs && isSameWork(trace, o.row, removal));
  const removals = nearby(operations, at).flatMap((o) => {
    const removal = removedBy(trace, operations, operations.indexOf(o));
    return removal === undefined || isReplaced(removal) ? [] : [{ ...o, row: removal }];
  });
  const best = worstBetween(context, keepsApart, from, write, removals);
  if (best?.observed !== true) return undefined;
  return toDraft(
    'race.fs.lost-update',
    path,
    true,
    0.8,
    [
      { row: write, role: 'write', text: 'writes it back' },
      { row: read, role: 'read', text: `reads ${nameOf(path)}` },
      { row: best.other, role: 'deletion', text: 'removes it' },
    ],
    `\`${nameOf(path)}\` is read, changed and written back; another task removed it in between: what it removed is there again.`,
  );
}

/** The removal of a file, as of the call that asked for it (`rm` looks at it first, and removes it in a step of Node's own). */
export function removedBy(trace: Trace, operations: readonly Operation[], at: number): FsRow | undefined {
  const { row, class: kind } = operations[at] as Operation;
  if (kind !== W.FS_DELETE || row.class !== W.FS_DELETE || hasFailed(row)) return undefined;
  if (row.site !== NONE) return row;
  const isAsking = ({ row: look }: Operation): boolean =>
    look.thread === row.thread && isLookOfRemoval(trace, look) && look.site !== NONE && isSetOffBy(trace, row.segment, endSegment(look));
  const asked = operations.slice(Math.max(0, at - WINDOW), at).findLast(isAsking)?.row;
  return asked && { ...row, site: asked.site, activation: asked.activation };
}

/** The same call goes on to remove the folder: nothing is to be left of it, whoever writes what. */
function isFolderRemoved(byPath: ByPath, path: string, { activation, startNs }: FsRow): boolean {
  const isOwn = ({ row, class: kind }: Operation): boolean =>
    kind === W.FS_DELETE && row.activation === activation && row.startNs > startNs;
  return activation !== NONE && byPath.get(folderOf(path))?.some(isOwn) === true;
}
