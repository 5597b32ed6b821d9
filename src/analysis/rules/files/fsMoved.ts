/**
 * race.fs.toctou of a file that is looked at and then moved away, as logs are (`if (size > limit) await rename(log, `${log}.1`)`). Two that find it too long both move it: that it has gone
 * by then is expected, but the first has begun it anew meanwhile, and what the second moves is that, in place of what the first has kept.
 */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import {
  earlierOfSameWork,
  endNs,
  endSegment,
  hasFailed,
  isCreation,
  isExpected,
  isFree,
  isLookOfRemoval,
  isOnePlace,
  isSameWork,
  type KeepsApart,
  nameOf,
  nearby,
  type Operation,
  toDraft,
  worstBetween,
} from '../../shared/fsOperations.ts';
import { isSetOffBy } from '../../lineage.ts';

/** `at`: what moves the file. */
export function movedAnew(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { trace } = context;
  const { row: move } = operations[at] as Operation;
  if (!isMoveAway(operations[at] as Operation)) return undefined;
  const check = earlierOfSameWork(
    trace,
    operations,
    at,
    (o) => o.class === W.FS_CHECK && !hasFailed(o.row) && !isLookOfRemoval(trace, o.row),
  );
  if (check === undefined) return undefined;
  const near = nearby(operations, at);
  const begunAnew = near.filter(
    (o) =>
      (isCreation(o) || o.class === W.FS_APPEND) &&
      near.some((first) => {
        const { row } = first;
        if (row === move || hasFailed(row) || isSameWork(trace, check, row)) return false;
        const isMove = isMoveAway(first) && row.path2 === move.path2 && isOnePlace(trace, row.site, move.site);
        // Another process that looks at it there does the same, though it was never the first to find it too long in this run.
        const isLook = first.class === W.FS_CHECK && row.thread !== move.thread && isOnePlace(trace, row.site, check.site);
        return (isMove || isLook) && endNs(row) <= o.row.startNs && isSameWork(trace, row, o.row);
      }),
  );
  const best = worstBetween(context, keepsApart, check, move, begunAnew);
  if (best === undefined) return undefined;
  const draft = toDraft(
    'race.fs.toctou',
    path,
    best.observed && !hasFailed(move),
    0.65,
    [
      { row: move, role: 'use', text: `moves it to ${nameOf(move.path2)}` },
      { row: check, role: 'check', text: `checks ${nameOf(path)}` },
      { row: best.other, role: 'other creation', text: 'has moved it, and begins it anew' },
    ],
    `\`${nameOf(path)}\` is checked and moved later; another task ${best.observed ? 'came' : 'can come'} in between, moves it and begins it anew: what is moved then replaces what was kept in \`${nameOf(move.path2)}\`.`,
  );
  // Of how many operations of Node's the other one consists says nothing more.
  return { ...draft, key: `moved ${move.site},${check.site}` };
}

/**
 * A file is put aside, something else stands in for it for a while, and it is put back (`package.json` during an install). Another call of the same begins meanwhile: it finds nothing to put aside, and fails, or it
 * puts aside what stands in, in place of the only copy of what was there. Only where it happened. `at`: what puts it back.
 */
export function putAsideTwice(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { trace } = context;
  const { row: back, class: kind } = operations[at] as Operation;
  if (kind !== W.FS_RENAME || back.path2 !== path) return undefined;
  const near = nearby(operations, at);
  const isAside = (o: Operation): boolean => isMoveAway(o) && o.row.path2 === back.path;
  // Where callbacks do it, the one that puts it back is none of the call that has begun.
  const isOwn = (o: Operation): boolean =>
    isAside(o) && !hasFailed(o.row) && (isSameWork(trace, o.row, back) || isSetOffBy(trace, back.segment, endSegment(o.row)));
  const aside = near.findLast((o) => isOwn(o) && endNs(o.row) <= back.startNs)?.row;
  if (aside === undefined) return undefined;
  const isBetween = (o: Operation): boolean => {
    const { row } = o;
    if (!isAside(o) || row === aside || !isOnePlace(trace, row.site, aside.site)) return false;
    // That the one finds nothing comes of the other, whichever was begun first.
    if (endNs(row) <= aside.startNs || row.startNs >= back.startNs || (row.error !== '' && isExpected(trace, row))) return false;
    return isFree(context, keepsApart, aside, row) && !keepsApart(aside, back, row);
  };
  const other = near.find(isBetween)?.row;
  if (other === undefined) return undefined;
  const name = nameOf(path);
  const found = hasFailed(other) ? 'finds nothing there' : 'finds nothing there, or only what stands in for it';
  const draft = toDraft(
    'race.fs.toctou',
    path,
    true,
    0.75,
    [
      { row: other, role: 'use', text: `would put it aside, too: ${found}` },
      { row: aside, role: 'other deletion', text: `puts ${name} aside` },
      { row: back, role: 'other creation', text: 'puts it back' },
    ],
    `\`${name}\` is put aside and put back later; another task is to put it aside, too, meanwhile: it ${found}.`,
  );
  return { ...draft, key: `aside ${aside.site},${back.site}` };
}

/**
 * Two tasks have both found, by what the program knows of it (`if (this.size > limit)`), that a file is to be moved away, and have set out to do it at one place: the second one finds nothing there, or what the first has begun
 * anew. Only where they met. `at`: the second move.
 */
export function movedTwice(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { trace } = context;
  const { row: move } = operations[at] as Operation;
  if (!isMoveAway(operations[at] as Operation) || isExpected(trace, move)) return undefined;
  const isFirst = (o: Operation): boolean => {
    const { row } = o;
    const isMove = isMoveAway(o) && row !== move && !hasFailed(row) && row.activation !== NONE && isOnePlace(trace, row.site, move.site);
    const haveMet = isMove && row.startNs <= move.startNs && move.startNs < endNs(row);
    return haveMet && isFree(context, keepsApart, row, move);
  };
  const first = nearby(operations, at).find(isFirst)?.row;
  if (first === undefined) return undefined;
  // Who has written it himself has given it the name that another one gives it, too: that is told of the two that write.
  const isOwn = ({ row, class: kind }: Operation): boolean =>
    (kind === W.FS_WRITE || kind === W.FS_CREATE) &&
    row.startNs < move.startNs &&
    isSameWork(trace, row, move) &&
    !isSameWork(trace, row, first);
  if (nearby(operations, at).some(isOwn)) return undefined;
  return toDraft(
    'race.fs.toctou',
    path,
    true,
    0.75,
    [
      { row: move, role: 'use', text: `would move it to ${nameOf(move.path2)}, too` },
      { row: first, role: 'deletion', text: `moves it to ${nameOf(first.path2)}` },
    ],
    `\`${nameOf(path)}\` is moved away by two tasks that had both set out to do so: the second one finds nothing there, or what the first has begun anew.`,
  );
}

/**
 * A file is written anew beside its place, as when a log is made shorter, and moved there; another task has appended to the old one after the new one was written: that is in neither. Only where it happened. `at`: the
 * move.
 */
export function movedOver(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  byPath: ReadonlyMap<string, readonly Operation[]>,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { row: move, class: kind } = operations[at] as Operation;
  if (kind !== W.FS_RENAME || move.path2 !== path || hasFailed(move)) return undefined;
  const isPiece = (o: Operation): boolean =>
    (o.class === W.FS_WRITE || o.class === W.FS_APPEND || isCreation(o)) && endNs(o.row) <= move.startNs;
  const written = byPath.get(move.path)?.findLast(isPiece)?.row;
  if (written === undefined) return undefined;
  const isLost = ({ row, class: of }: Operation): boolean =>
    of === W.FS_APPEND &&
    row.site !== NONE &&
    !hasFailed(row) &&
    row.startNs >= endNs(written) &&
    endNs(row) <= move.startNs &&
    !isSameWork(context.trace, row, move) &&
    isFree(context, keepsApart, move, row);
  const append = nearby(operations, at).find(isLost)?.row;
  if (append === undefined) return undefined;
  return toDraft(
    'race.fs.lost-update',
    path,
    true,
    0.75,
    [
      { row: move, role: 'rename', text: `moves ${nameOf(move.path)} to its place` },
      { row: append, role: 'append', text: 'appends to the old one' },
    ],
    `\`${nameOf(path)}\` is replaced by \`${nameOf(move.path)}\`; another task had appended to it when that was written already: what was appended is lost.`,
  );
}

function isMoveAway({ row, class: kind }: Operation): boolean {
  return row.class === W.FS_RENAME && kind === W.FS_DELETE;
}
