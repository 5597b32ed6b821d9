/** Reading through a handle (`const file = await open(path, 'r+'); await file.readFile()`), whose steps are Node's own: they belong to who opened the file. */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import { isSetOffBy } from '../../lineage.ts';
import { endNs, endSegment, type Operation, WINDOW } from '../../shared/fsOperations.ts';

const OPENS = /(?:^|\.)open$/;

/** What the work that writes has read before through a handle that it opened itself: as asked for where it opened the file. */
export function readThroughHandle(trace: Trace, operations: readonly Operation[], at: number): FsRow | undefined {
  const { row: write } = operations[at] as Operation;
  if (write.activation === NONE) return undefined;
  const before = operations.slice(Math.max(0, at - WINDOW), at);
  const isOwn = ({ row }: Operation): boolean =>
    row.activation === write.activation && row.thread === write.thread && OPENS.test(trace.site(row.site)?.text ?? '');
  const opening = before.findLast(isOwn)?.row;
  if (opening === undefined) return undefined;
  const read = before.findLast(
    ({ row, class: kind }) =>
      kind === W.FS_READ &&
      row.site === NONE &&
      row.thread === write.thread &&
      row.startNs >= endNs(opening) &&
      endNs(row) <= write.startNs &&
      isSetOffBy(trace, row.segment, endSegment(opening)),
  )?.row;
  return read && { ...read, site: opening.site, activation: write.activation };
}
