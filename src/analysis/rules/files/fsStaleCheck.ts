/** race.fs.toctou: what a look at a file has found is relied on, when it may have been created, or deleted, by another task. */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { segmentBehind } from '../../lineage.ts';
import { locateSite } from '../../locate.ts';
import {
  type Between,
  earlierOfSameWork,
  endNs,
  folderOf,
  hasFailed,
  isCreation,
  isExpected,
  isFolderMade,
  isFree,
  isLookOfRemoval,
  isSameWork,
  isUnheard,
  type KeepsApart,
  nameOf,
  nearby,
  type Operation,
  toDraft,
  UNKNOWN_ERROR,
  wasThere,
  worstBetween,
} from '../../shared/fsOperations.ts';
import { isGivenUp } from './fsHandles.ts';
import { isKeptFile } from './fsKept.ts';

/** Exclusive creation fails when another came first, and the program may handle that. */
const EXCLUSIVE = 0.8;

export function staleCheck(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  byPath: ReadonlyMap<string, readonly Operation[]>,
  path: string,
  operations: readonly Operation[],
  at: number,
  use = operations[at] as Operation,
): Draft | undefined {
  const { trace } = context;
  const creates = isCreation(use);
  if (!creates && use.class !== W.FS_DELETE && use.class !== W.FS_READ && use.class !== W.FS_LIST) return undefined;
  if (use.class === W.FS_CREATE_EXCLUSIVE && !isFolderMade(trace, use)) return undefined;
  const check = earlierOfSameWork(trace, operations, at, (o) => o.class === W.FS_CHECK, use.row);
  if (check === undefined) return undefined;
  // What it has made itself since, it knows to be there; and before it makes what it has removed since, the look has found something.
  const changes = (o: Operation): boolean =>
    (isCreation(o) && o.row.operation !== use.row.operation) || (creates && o.class === W.FS_DELETE);
  const changed = earlierOfSameWork(trace, operations, at, changes, use.row);
  if (changed !== undefined && changed.startNs >= endNs(check) && !hasFailed(changed)) return undefined;
  const isOneStep = check.segment === use.row.segment && !check.async;
  // "Not there, so create it" is broken by a creation; "there, so use it" by a deletion. Where the answer was not seen, the use tells it.
  const missing = creates;
  const folder = byPath.get(folderOf(path)) ?? [];
  if (!creates && (isExpected(trace, use.row) || isOfRemoval(folder, use.row))) return undefined;
  if (check.error !== UNKNOWN_ERROR && (check.error !== '') !== missing) return undefined;
  const isGivenUpBefore = ({ row }: Operation): boolean =>
    context.order.isOrdered(segmentBehind(trace, row.segment), check.segment) && isGivenUp(trace, operations, row);
  const isOther = (o: Operation): boolean => (missing ? isCreation(o) && !isGivenUpBefore(o) : o.class === W.FS_DELETE);
  const others = nearby(operations, at).filter(isOther);
  const isFound = isOneStep || (missing && isFolderMade(trace, use));
  const best =
    (isOneStep
      ? underWay(context, keepsApart, check, use, nearby(operations, at), isOther)
      : worstBetween(context, keepsApart, check, use.row, others)) ??
    (isFound ? createdElsewhere(context, keepsApart, operations, at, check) : undefined);
  if (best === undefined || (!missing && !best.observed && isPartOfRemoval(trace, folder, operations, best.other))) return undefined;
  if (isLookOfRemoval(trace, check)) return undefined;
  if (missing && (trace.hasMore(check.site, W.MORE_MAY_BE_GONE) || wasThere(byPath, path, at, check))) return undefined;
  if (missing && isKeptFile(trace, operations, at, check, best.other)) return undefined;
  if (missing && triesAgain(trace, operations, at, use, check)) return undefined;
  return toDraft(
    'race.fs.toctou',
    path,
    best.observed,
    (best.observed ? 0.8 : 0.6) * (use.class === W.FS_CREATE_EXCLUSIVE && best.other.class !== W.FS_CHECK ? EXCLUSIVE : 1),
    [
      { row: use.row, role: 'use', text: creates ? 'creates it' : 'uses it' },
      { row: check, role: 'check', text: `checks ${nameOf(path)}` },
      best.other.class === W.FS_CHECK
        ? { row: best.other, role: 'other check', text: 'makes the same check' }
        : { row: best.other, role: missing ? 'other creation' : 'deletion', text: missing ? 'creates it' : 'deletes it' },
    ],
    `\`${nameOf(path)}\` is checked and ${creates ? 'created' : 'used'} later; another task ${best.observed ? 'came' : 'can come'} in between and ${missing ? 'creates' : 'deletes'} it.`,
  );
}

/** A look and a use that is begun in its step, and takes effect some time after that: what was under way meanwhile, or looked at the same place, and only by luck found it done. */
function underWay(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  check: FsRow,
  use: Operation,
  near: readonly Operation[],
  isOther: (o: Operation) => boolean,
): Between | undefined {
  const { row } = use;
  if (!row.async) return undefined;
  const isBeside = (o: Operation): boolean => o.row.async && endNs(o.row) > check.startNs && o.row.startNs < endNs(row);
  const best = worstBetween(
    context,
    keepsApart,
    check,
    row,
    near.filter((o) => isOther(o) && isBeside(o)),
  );
  if (best?.observed) return best;
  const isLook = (o: Operation): boolean => o.class === W.FS_CHECK && o.row.site === check.site && o.row.startNs > row.startNs;
  const isOurs = (o: Operation): boolean => isSameWork(context.trace, row, o.row) || isSameWork(context.trace, o.row, row);
  const again = near.find((o) => isLook(o) && o.row.startNs < endNs(row) && isOther(use) && !isOurs(o) && !keepsApart(check, row, o.row));
  return again && { other: again.row, observed: false };
}

/** Before its look the same work was refused at this place, because the file was there, and has gone on: it is ready for that. (Promises do not show how an operation ended.) */
function triesAgain(trace: Trace, operations: readonly Operation[], at: number, { row, class: kind }: Operation, check: FsRow): boolean {
  if (kind !== W.FS_CREATE_EXCLUSIVE) return false;
  const isRefused = (o: Operation): boolean => o.class === kind && o.row.site === row.site && o.row.error !== '';
  return earlierOfSameWork(trace, operations, at, isRefused, check) !== undefined;
}

/** `rmSync(folder, { recursive: true })` removes the folder and what it finds there by then. */
function isOfRemoval(folder: readonly Operation[], { site, segment }: FsRow): boolean {
  return folder.some(({ row, class: kind }) => kind === W.FS_DELETE && row.site === site && row.segment === segment);
}

const RM = /(?:^|\.)rm$/;

/**
 * A step of Node's own, of a folder that is removed with all that is in it: whoever does that is done with it, and may have counted those who were at it instead of awaiting them. That
 * somebody still is, only a run shows in which it happens.
 */
function isPartOfRemoval(trace: Trace, folder: readonly Operation[], operations: readonly Operation[], row: FsRow): boolean {
  if (row.class !== W.FS_DELETE) return false;
  // `rm(file)` looks first at what it is given, by that name.
  const isAsked = ({ row: o }: Operation): boolean =>
    o.class === W.FS_CHECK && o.startNs < row.startNs && RM.test(trace.site(o.site)?.text ?? '');
  return row.site === NONE ? !operations.some(isAsked) : isOfRemoval(folder, row);
}

/**
 * A check and a creation in one step, which only other threads and processes can come into: by a creation that did, or by the same code, which made the same check
 * and would have created the file, too, had it looked before.
 */
function createdElsewhere(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  operations: readonly Operation[],
  at: number,
  check: FsRow,
): Between | undefined {
  const use = operations[at] as Operation;
  if (!isCreation(use)) return undefined;
  // What is written once the file is open relies on the opening.
  const opening = earlierOfSameWork(context.trace, operations, at, isCreation);
  if (opening !== undefined && opening.startNs > check.startNs) return undefined;
  const others = nearby(operations, at).filter((o) => o.row.thread !== use.row.thread);
  const best = worstBetween(context, keepsApart, check, use.row, others.filter(isCreation));
  if (best?.observed === true) return best;
  const place = placeOf(context, check);
  const again = others.find(
    ({ row, class: kind }) =>
      kind === W.FS_CHECK &&
      placeOf(context, row) === place &&
      isFree(context, keepsApart, use.row, row) &&
      !keepsApart(check, use.row, row) &&
      isUnheard(context, check, use.row, row),
  );
  return again === undefined ? undefined : { other: again.row, observed: false };
}

/** Each process numbers its sites by itself. */
function placeOf({ trace, options }: AnalysisContext, row: FsRow): string {
  const at = locateSite(trace, options, row.site, '');
  return at === undefined ? '' : `${at.file}:${at.line}:${at.column}`;
}
