/**
 * race.fs.toctou of what is removed to be made anew (`await rm(dist, { recursive: true, force: true }); await mkdir(dist)`, `await unlink(current); await symlink(release, current)`): another task does so,
 * too, and between the two its own is made. The second one fails, or stands where the first has put things.
 */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { isInnerFunction } from '../../lineage.ts';
import {
  callText,
  earlierOfSameWork,
  endNs,
  hasFailed,
  isExpected,
  isFree,
  isSameWork,
  type KeepsApart,
  nameOf,
  nearby,
  type Operation,
  toDraft,
  worstBetween,
} from '../../shared/fsOperations.ts';

const FAILS_WHEN_GONE = /(?:^|\.)(?:rmdir|unlink)$/;
const REMOVES = /(?:^|\.)(?:rm|rmdir|unlink)$/;
/** Not what is opened with `wx`: that is meant to be refused. */
const MAKES = /(?:^|\.)(?:mkdir|symlink|link)$/;

/** `at`: what makes it. */
export function madeAnew(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { trace } = context;
  const made = operations[at] as Operation;
  if (!isMade(trace, made) || isExpected(trace, made.row)) return undefined;
  const fn = trace.functionAt(made.row.site);
  // `rm` looks at it first, and removes it in a step of Node's own.
  const isRemoval = ({ row }: Operation): boolean => {
    const by = REMOVES.test(callText(trace, row)) ? trace.functionAt(row.site) : NONE;
    return by !== NONE && (by === fn || isInnerFunction(trace, fn, by));
  };
  const removal = earlierOfSameWork(trace, operations, at, isRemoval);
  if (removal === undefined) return undefined;
  const isOther = (o: Operation): boolean => o !== made && isMade(trace, o) && !hasFailed(o.row);
  const near = nearby(operations, at);
  // Where the other one has removed it first, this one finds nothing to remove, and its own was never made.
  const isTwin = ({ row }: Operation): boolean =>
    row.site === removal.site && !isSameWork(trace, row, made.row) && row.async && isFree(context, keepsApart, removal, row);
  const twin = FAILS_WHEN_GONE.test(callText(trace, removal)) && !isExpected(trace, removal) ? near.find(isTwin)?.row : undefined;
  const best =
    worstBetween(context, keepsApart, removal, made.row, near.filter(isOther)) ??
    (twin && { other: twin, observed: twin.startNs < endNs(made.row) && endNs(twin) > removal.startNs });
  if (best === undefined) return undefined;
  const isRemoved = best.other === twin;
  return toDraft(
    'race.fs.toctou',
    path,
    best.observed,
    best.observed ? 0.8 : 0.65,
    [
      { row: made.row, role: 'use', text: 'makes it anew' },
      { row: removal, role: 'deletion', text: 'removes it' },
      { row: best.other, role: isRemoved ? 'other deletion' : 'other write', text: isRemoved ? 'removes it' : 'makes it anew' },
    ],
    `\`${nameOf(path)}\` is removed and made anew; another task ${isRemoved ? (best.observed ? 'removed' : 'can remove') : best.observed ? 'made' : 'can make'} it in between: one of the two fails, or takes for new what the other has filled.`,
  );
}

function isMade(trace: Trace, { row, class: kind }: Operation): boolean {
  return kind === W.FS_CREATE_EXCLUSIVE && row.async && row.site !== NONE && MAKES.test(callText(trace, row));
}
