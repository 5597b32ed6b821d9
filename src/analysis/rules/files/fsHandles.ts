/** Reading through a handle (`const file = await open(path, 'r+'); await file.readFile()`) or by a stream, whose steps are Node's own: they belong to who opened the file, or made the stream. */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import { isSetOffBy } from '../../lineage.ts';
import { endNs, endSegment, isSameWork, openedByStream, type Operation, WINDOW, windowStart } from '../../shared/fsOperations.ts';

const OPENS = /(?:^|\.)open$/;

/** What the work that writes has read before through a handle that it opened itself: as asked for where it opened the file. */
export function readThroughHandle(trace: Trace, operations: readonly Operation[], at: number): FsRow | undefined {
  const { row: write } = operations[at] as Operation;
  if (write.activation === NONE) return undefined;
  const before = operations.slice(windowStart(operations, at), at);
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

/** What the work that writes has read before by a stream, to its last piece. */
export function readByStream(trace: Trace, operations: readonly Operation[], at: number): FsRow | undefined {
  const { row: write } = operations[at] as Operation;
  const first = windowStart(operations, at);
  for (let i = at - 1; i >= first; i--) {
    const { row, class: kind } = operations[i] as Operation;
    const stream = kind === W.FS_READ && row.site === NONE ? openedByStream(trace, row) : undefined;
    const read = stream !== undefined && isSameWork(trace, stream, write) ? wholeRead(trace, operations, i, stream) : undefined;
    if (read !== undefined && endNs(read) <= write.startNs) return read;
  }
  return undefined;
}

/** The reading of a file by one call or stream, from its opening to its last piece. What it sets off may read the file again, in pieces of its own. */
export function wholeRead(trace: Trace, operations: readonly Operation[], at: number, opening: FsRow): FsRow {
  let last = opening;
  const others: FsRow[] = [];
  for (const { row, class: kind } of operations.slice(at + 1, at + WINDOW)) {
    if (kind !== W.FS_READ || !row.async || row.thread !== opening.thread) continue;
    if (row.site !== NONE || openedByStream(trace, row) !== undefined) others.push(row);
    else if (row.startNs >= endNs(last) && isSetOffBy(trace, row.segment, endSegment(last))) {
      if (!others.some((other) => isSetOffBy(trace, row.segment, endSegment(other)))) last = row;
    }
  }
  return { ...opening, doneNs: last.doneNs, doneSegment: last.doneSegment };
}

/**
 * A stream that was given up before anything was written (`await pipeline(response, createWriteStream(part))`, of which the response has failed): nobody waits for its opening, which may still be
 * under way when the same work tries again, and the file is as good without it.
 */
export function isGivenUp(trace: Trace, operations: readonly Operation[], opening: FsRow): boolean {
  if (opening.closedAt === NONE || openedByStream(trace, opening) === undefined) return false;
  const closedNs = trace.fs[opening.closedAt]?.startNs ?? Infinity;
  const isPiece = ({ row, class: kind }: Operation): boolean =>
    (kind === W.FS_WRITE || kind === W.FS_APPEND) &&
    row.startNs >= endNs(opening) &&
    row.startNs < closedNs &&
    isSetOffBy(trace, row.segment, endSegment(opening));
  return !operations.some(isPiece);
}
