/**
 * race.fs.torn-read of a file that is written piece by piece (`const file = await open(path, 'w'); await file.write(…); …; await file.write(…)`, or `writeFile` and then `appendFile`): between two
 * pieces it is whole for the system, and half of itself for whoever reads it.
 */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import {
  areOrdered,
  callText,
  endNs,
  endSegment,
  hasFailed,
  isCreation,
  isLeftToStream,
  isOneCall,
  isPolled,
  isSameWork,
  type KeepsApart,
  nameOf,
  nearby,
  openedByStream,
  type Operation,
  toDraft,
  WINDOW,
} from '../../shared/fsOperations.ts';
import { isSetOffBy } from '../../lineage.ts';
import { rootOf } from '../../roots.ts';

const OPENS = /(?:^|\.)open(?:Sync)?$/;
const WRITES = /(?:^|\.)write(?:Sync)?$/;
const WRITES_ALL = /(?:^|\.)writeFile(?:Sync)?$/;
const WRITE_STREAM = /createWriteStream$/;
/** More additions are a log, of which any piece is whole. */
const MAX_ADDITIONS = 2;

/** The file was emptied, or a first piece of it written, before the read, and the rest by the same work after it. */
export function halfWritten(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
  read: FsRow,
): Draft | undefined {
  const { trace } = context;
  const isWhole = (o: Operation): boolean => (o.class === W.FS_CREATE || o.class === W.FS_WRITE) && WRITES_ALL.test(callText(trace, o.row));
  const begun = operations
    .slice(Math.max(0, at - WINDOW), at)
    .findLast((o) => endNs(o.row) <= read.startNs && (isWhole(o) || (o.class === W.FS_CREATE && OPENS.test(callText(trace, o.row)))));
  if (begun === undefined || isSameWork(trace, begun.row, read) || isPolled(trace, operations, at, read)) return undefined;
  const isOfWork = (row: FsRow): boolean => isGoneOnWith(trace, begun.row, row);
  const isRest = isWhole(begun)
    ? (o: Operation): boolean => o.class === W.FS_APPEND && isOfWork(o.row)
    : (o: Operation): boolean => o.class === W.FS_WRITE && WRITES.test(callText(trace, o.row)) && isOfWork(o.row);
  const after = operations.slice(at + 1, at + WINDOW);
  const write = after.find(isRest)?.row;
  if (write === undefined || write.startNs < endNs(read)) return undefined;
  if (isWhole(begun) && (isLog(operations, at, isRest) || after.some((o) => isReadAgain(o, read)))) return undefined;
  if (areOrdered(context, read, write) || keepsApart(read, read, write)) return undefined;
  return readUnfinished(path, read, write, 'another task');
}

/** A request writes the file by a stream, and somebody reads it between two of its pieces. A stream that the program itself has opened is a log, of which any piece is whole. */
export function streamUnfinished(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
  read: FsRow,
): Draft | undefined {
  const { trace } = context;
  if (hasFailed(read) || isPolled(trace, operations, at, read)) return undefined;
  const opened = operations
    .slice(Math.max(0, at - WINDOW), at)
    .findLast((o) => o.class === W.FS_CREATE || (isCreation(o) && o.row.site !== NONE));
  const stream = opened?.class === W.FS_CREATE && endNs(opened.row) <= read.startNs ? openedByStream(trace, opened.row) : undefined;
  if (stream === undefined || !WRITE_STREAM.test(callText(trace, stream))) return undefined;
  const rest = operations.slice(at + 1, at + WINDOW).find((o) => o.class !== W.FS_READ && o.class !== W.FS_CHECK);
  if (rest?.class !== W.FS_WRITE || rest.row.site !== NONE || rest.row.thread !== stream.thread) return undefined;
  if (rest.row.startNs < endNs(read)) return undefined;
  const isOwn = isLeftToStream(trace, operations, read, rest.row);
  if (!isOwn && (rootOf(trace, stream.segment) === NONE || isOneCall(trace, read, stream))) return undefined;
  if (areOrdered(context, read, rest.row) || keepsApart(read, read, stream)) return undefined;
  return readUnfinished(path, read, { ...rest.row, site: stream.site, activation: stream.activation }, 'a stream');
}

/** `rest`: the write that completes what `who` had begun. */
function readUnfinished(path: string, read: FsRow, rest: FsRow, who: string): Draft {
  return toDraft(
    'race.fs.torn-read',
    path,
    true,
    0.8,
    [
      { row: read, role: 'read', text: 'reads the file' },
      { row: rest, role: 'write', text: 'writes the rest of it' },
    ],
    `\`${nameOf(path)}\` was read while ${who} had written a part of it and not yet the rest: the reader sees half of it.`,
  );
}

/** The file was removed before the read, which is not ready for that, and written anew by the same work after it. */
export function goneMeanwhile(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
  read: FsRow,
): Draft | undefined {
  const { trace } = context;
  if (trace.hasFlag(read.site, W.FLAG_EXPECTED)) return undefined;
  const isChange = (o: Operation): boolean => o.class === W.FS_DELETE || isCreation(o) || o.class === W.FS_APPEND;
  const gone = operations.slice(Math.max(0, at - WINDOW), at).findLast(isChange);
  const after = operations.slice(at + 1, at + WINDOW);
  const again = after.find(isChange);
  if (gone?.class !== W.FS_DELETE || hasFailed(gone.row) || !(endNs(gone.row) <= read.startNs)) return undefined;
  if (again === undefined || !isCreation(again) || again.row.site === NONE || !isGoneOnWith(trace, gone.row, again.row)) return undefined;
  if (again.row.startNs < endNs(read) || after.some((o) => isReadAgain(o, read)) || isGoneOnWith(trace, gone.row, read)) return undefined;
  if (areOrdered(context, read, again.row) || keepsApart(read, read, again.row)) return undefined;
  return toDraft(
    'race.fs.torn-read',
    path,
    true,
    0.8,
    [
      { row: read, role: 'read', text: 'reads the file' },
      { row: again.row, role: 'write', text: 'writes it anew' },
    ],
    `\`${nameOf(path)}\` was read when another task had removed it and not yet written it anew: the reader finds nothing.`,
  );
}

/** The same function went on, or where no function is known, what the first step set off. */
function isGoneOnWith(trace: Trace, first: FsRow, later: FsRow): boolean {
  if (first.thread !== later.thread) return false;
  return (first.activation !== NONE && first.activation === later.activation) || isSetOffBy(trace, later.segment, endSegment(first));
}

/** Somebody has added to the file before, or does so again and again. */
function isLog(operations: readonly Operation[], at: number, isRest: (o: Operation) => boolean): boolean {
  const additions = nearby(operations, at).filter((o) => o.class === W.FS_APPEND && o.row.site !== NONE);
  return additions.length > MAX_ADDITIONS || additions.some((o) => !isRest(o));
}

/** Who reads a file again at the same place follows what comes. */
function isReadAgain({ row, class: kind }: Operation, read: FsRow): boolean {
  return kind === W.FS_READ && row.site === read.site && row.thread === read.thread && row.site !== NONE;
}
