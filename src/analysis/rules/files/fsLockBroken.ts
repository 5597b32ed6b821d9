/**
 * race.fs.toctou of a lock file that nobody seems to have any more: a task looks at it (its age, who made it) and removes it, to make its own. Another one that has looked as well may have removed it and made
 * its own in between: what is removed is the new one, and both have the lock.
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
  hasFailed,
  isFree,
  isLookOfRemoval,
  isSameWork,
  type KeepsApart,
  nameOf,
  nearby,
  type Operation,
  type StartedBy,
  toDraft,
} from '../../shared/fsOperations.ts';

export function lockBroken(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { trace, order } = context;
  const { row: removal } = operations[at] as Operation;
  const look = lookBefore(trace, operations, at);
  if (look === undefined) return undefined;
  const near = nearby(operations, at);
  const isMaking = ({ row, class: kind }: Operation): boolean =>
    kind === W.FS_CREATE_EXCLUSIVE && trace.functionAt(row.site) === trace.functionAt(removal.site);
  let found: { readonly other: FsRow; readonly observed: boolean } | undefined;
  for (const other of near) {
    if (other.row === removal || other.row.site !== removal.site || !isFree(context, keepsApart, other.row, removal)) continue;
    const theirs = lookBefore(trace, operations, operations.indexOf(other));
    // Both had looked before either removed it.
    if (theirs === undefined || look.startNs >= endNs(other.row) || theirs.startNs >= endNs(removal)) continue;
    const made = near.find((o) => isMaking(o) && o.row.startNs >= endNs(other.row) && isSameWork(trace, other.row, o.row))?.row;
    if (made === undefined || order.isOrdered(endSegment(removal), other.row.segment) || keepsApart(look, removal, made)) continue;
    const observed = endNs(made) <= endNs(removal);
    if (found === undefined || observed) found = { other: made, observed };
    if (observed) break;
  }
  if (found === undefined) return undefined;
  return toDraft(
    'race.fs.toctou',
    path,
    found.observed,
    found.observed ? 0.8 : 0.65,
    [
      { row: removal, role: 'use', text: 'removes it' },
      { row: look, role: 'check', text: `looks at ${nameOf(path)}` },
      { row: found.other, role: 'other creation', text: 'makes it anew' },
    ],
    `The lock \`${nameOf(path)}\` is looked at and removed later; another task, which had looked, too, ${found.observed ? 'had made its own' : 'can have made its own'} by then: that one is removed, and two have the lock.`,
  );
}

/** With the steps of `rm`, of which only the first one is the program's own, as what the program has removed. A folder goes in many steps. */
export function withRemovals(trace: Trace, operations: readonly Operation[], startedBy: StartedBy): readonly Operation[] {
  const isStep = ({ row, class: kind }: Operation): boolean => kind === W.FS_DELETE && row.site === NONE;
  if (!operations.some(isStep) || operations.some((o) => o.class === W.FS_LIST)) return operations;
  return operations.map((o) => {
    const asked = isStep(o) ? startedBy(o.row) : o.row;
    if (asked === o.row || !isLookOfRemoval(trace, asked)) return o;
    return { ...o, row: { ...o.row, site: asked.site, activation: asked.activation } };
  });
}

/** What the same work has looked at before it removes the file. */
function lookBefore(trace: Trace, operations: readonly Operation[], at: number): FsRow | undefined {
  const { row, class: kind } = operations[at] as Operation;
  if (kind !== W.FS_DELETE || row.class !== W.FS_DELETE || !row.async || hasFailed(row)) return undefined;
  return earlierOfSameWork(
    trace,
    operations,
    at,
    (o) => (o.class === W.FS_CHECK || o.class === W.FS_READ) && !isLookOfRemoval(trace, o.row),
  );
}
