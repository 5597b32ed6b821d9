/**
 * race.fs.toctou of a file that is looked at and then moved away, as logs are (`if (size > limit) await rename(log, `${log}.1`)`). Two that find it too long both move it: that it has gone
 * by then is expected, but the first has begun it anew meanwhile, and what the second moves is that, in place of what the first has kept.
 */
import * as W from '../../../model/vocabulary.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import {
  earlierOfSameWork,
  endNs,
  hasFailed,
  isCreation,
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

function isMoveAway({ row, class: kind }: Operation): boolean {
  return row.class === W.FS_RENAME && kind === W.FS_DELETE;
}
