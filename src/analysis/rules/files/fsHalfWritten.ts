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
  isExpected,
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
import { isSetOffBy, isWithin } from '../../lineage.ts';
import { rootOf } from '../../roots.ts';
import { callsNamed } from '../../siteIndex.ts';

const OPENS = /(?:^|\.)open(?:Sync)?$/;
const PIECES = /(?:^|\.)(?:writev?|appendFile)(?:Sync)?$/;
const WRITES_ALL = /(?:^|\.)writeFile(?:Sync)?$/;
export const WRITE_STREAM = /createWriteStream$/;
const READS_FILE = /(?:^|\.)readFile$/;
const PARSES = /^JSON\.parse$/;
const SPLITS = /\.split$/;
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
  const isWhole = (o: Operation): boolean => (o.class === W.FS_CREATE || o.class === W.FS_WRITE) && writesAll(trace, o.row);
  const begun = operations
    .slice(Math.max(0, at - WINDOW), at)
    .findLast((o) => endNs(o.row) <= read.startNs && (isWhole(o) || (o.class === W.FS_CREATE && OPENS.test(callText(trace, o.row)))));
  if (begun === undefined || isSameWork(trace, begun.row, read) || isPolled(trace, operations, at, read)) return undefined;
  const isAPiece = (o: Operation): boolean => (o.class === W.FS_WRITE || o.class === W.FS_APPEND) && PIECES.test(callText(trace, o.row));
  const isRest = (o: Operation): boolean =>
    (isWhole(begun) ? o.class === W.FS_APPEND : isAPiece(o)) && isGoneOnWith(trace, begun.row, o.row);
  const write = operations.slice(at + 1, at + WINDOW).find(isRest)?.row;
  if (write === undefined || write.startNs < endNs(read) || isReadOn(trace, operations, at, read)) return undefined;
  if (isWhole(begun) && isLog(operations, at, isRest)) return undefined;
  if (areOrdered(context, read, write) || keepsApart(read, read, write)) return undefined;
  return readUnfinished(path, read, write, 'another task');
}

/**
 * A request, or a call that closes it before it ends, writes the file by a stream, and somebody reads it between two of its pieces, or parses all of what is there then. Any other stream that the
 * program has opened is a log, of which any piece is whole.
 */
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
  const opened = operations.slice(Math.max(0, at - WINDOW), at).findLast((o) => beginsAnew(trace, o));
  const stream = opened?.class === W.FS_CREATE && endNs(opened.row) <= read.startNs ? openedByStream(trace, opened.row) : undefined;
  if (stream === undefined || !WRITE_STREAM.test(callText(trace, stream))) return undefined;
  const after = operations.slice(at + 1, at + WINDOW);
  const rest = after.find((o) => o.class !== W.FS_READ && o.class !== W.FS_CHECK);
  if (rest?.class !== W.FS_WRITE || !isPiece(trace, rest.row, stream) || rest.row.startNs < endNs(read)) return undefined;
  const isOwn = isLeftToStream(trace, operations, read, rest.row);
  // What is parsed as a whole, and was closed, is no log either.
  const isParsed = stream.closedAt !== NONE && parsesAll(trace, read);
  const isWhole = isParsed || rootOf(trace, stream.segment) !== NONE || isFilledByCall(trace, operations, stream, read, rest.row);
  if (!isOwn && (!isWhole || isOneCall(trace, read, stream))) return undefined;
  if (isReadOn(trace, operations, at, read)) return undefined;
  if (areOrdered(context, read, rest.row) || keepsApart(read, read, stream)) return undefined;
  return readUnfinished(path, read, { ...rest.row, site: stream.site, activation: stream.activation }, 'a stream');
}

/** The file is another one, or an empty one, from then on. */
function beginsAnew(trace: Trace, o: Operation): boolean {
  if (o.class === W.FS_CREATE || o.class === W.FS_DELETE) return true;
  return isCreation(o) && o.row.site !== NONE && (o.class !== W.FS_WRITE || writesAll(trace, o.row));
}

/** Written when what came before it had been, by Node itself, or at once, by the call that asked for it: that of who made the stream, or one that it made. */
function isPiece(trace: Trace, row: FsRow, stream: FsRow): boolean {
  if (row.thread !== stream.thread) return false;
  return row.site === NONE || (stream.activation !== NONE && isWithin(trace, row.activation, stream.activation));
}

/** All of the file is of one call, which goes on until the stream has been closed, and to which the reader does not belong. */
function isFilledByCall(trace: Trace, operations: readonly Operation[], stream: FsRow, read: FsRow, rest: FsRow): boolean {
  const { activation } = stream;
  const { fn, endNs: ends } = trace.activations;
  if (activation === NONE || stream.closedAt === NONE || trace.functions[fn.at(activation)]?.parentFunction === NONE) return false;
  if (ends.at(activation) < rest.startNs || isWithin(trace, read.activation, activation)) return false;
  const isOther = ({ row, class: kind }: Operation): boolean =>
    (kind === W.FS_WRITE || kind === W.FS_APPEND) &&
    row.startNs > stream.startNs &&
    row.startNs < rest.startNs &&
    !isPiece(trace, row, stream);
  return !operations.some(isOther);
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
  if (isExpected(trace, read)) return undefined;
  const isChange = (o: Operation): boolean => o.class === W.FS_DELETE || isCreation(o) || o.class === W.FS_APPEND;
  const gone = operations.slice(Math.max(0, at - WINDOW), at).findLast(isChange);
  const after = operations.slice(at + 1, at + WINDOW);
  const again = after.find(isChange);
  if (gone?.class !== W.FS_DELETE || hasFailed(gone.row) || !(endNs(gone.row) <= read.startNs)) return undefined;
  if (again === undefined || !isCreation(again) || again.row.site === NONE || !isGoneOnWith(trace, gone.row, again.row)) return undefined;
  if (again.row.startNs < endNs(read) || isGoneOnWith(trace, gone.row, read)) return undefined;
  if (after.some((o) => isReadAgain(trace, o, read))) return undefined;
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

/** The same function went on, or where no function is known, what the first step set off: not what came as another request. */
function isGoneOnWith(trace: Trace, first: FsRow, later: FsRow): boolean {
  if (first.thread !== later.thread || rootOf(trace, first.segment) !== rootOf(trace, later.segment)) return false;
  return (first.activation !== NONE && first.activation === later.activation) || isSetOffBy(trace, later.segment, endSegment(first));
}

/** Somebody has added to the file before, or does so again and again. */
function isLog(operations: readonly Operation[], at: number, isRest: (o: Operation) => boolean): boolean {
  const additions = nearby(operations, at).filter((o) => o.class === W.FS_APPEND && o.row.site !== NONE);
  return additions.length > MAX_ADDITIONS || additions.some((o) => !isRest(o));
}

/** Who reads a file more than once until it is begun anew follows what comes to it, piece by piece. */
export function isReadOn(trace: Trace, operations: readonly Operation[], at: number, read: FsRow): boolean {
  const isBegun = (o: Operation): boolean => beginsAnew(trace, o);
  const isOther = (o: Operation): boolean => (o.row.startNs >= endNs(read) || endNs(o.row) <= read.startNs) && isReadAgain(trace, o, read);
  const before = operations.slice(Math.max(0, at - WINDOW), at);
  const after = operations.slice(at + 1, at + WINDOW);
  const next = after.findIndex(isBegun);
  if (parsesAll(trace, read) && (comesAgain(trace, operations, read) || isGivenUpHalf(operations, read))) return false;
  return before.slice(before.findLastIndex(isBegun) + 1).some(isOther) || after.slice(0, next < 0 ? undefined : next).some(isOther);
}

/** `JSON.parse(await readFile(path))`, or `JSON.parse(text)` in its callback: of half of it nothing can be made. */
function parsesAll(trace: Trace, read: FsRow): boolean {
  const [fn, line] = [trace.functionAt(read.site), trace.site(read.site)?.line];
  const isThere = (site: number): boolean => {
    const by = trace.functionAt(site);
    const row = trace.functions[by];
    return by === fn || (row?.parentFunction === fn && row.line === line);
  };
  const calls = (name: string, pattern: RegExp): boolean =>
    callsNamed(trace, name).some((site) => isThere(site) && pattern.test(trace.site(site)?.text ?? ''));
  return READS_FILE.test(callText(trace, read)) && calls('parse', PARSES) && !calls('split', SPLITS);
}

/** What came to the file after it was read for the last time, nobody has waited for. */
function isGivenUpHalf(operations: readonly Operation[], { site, thread }: FsRow): boolean {
  const last = operations.findLastIndex(({ row, class: kind }) => kind === W.FS_READ && row.site === site && row.thread === thread);
  const end = endNs((operations[last] as Operation).row);
  return operations.slice(last + 1).some((o) => (o.class === W.FS_WRITE || o.class === W.FS_APPEND) && o.row.startNs >= end);
}

/** It has read the file twice with nothing changed in between: who only waits until all is there goes on when it is. */
function comesAgain(trace: Trace, operations: readonly Operation[], read: FsRow): boolean {
  let isWhole = false;
  /** The next operation that changes the file. */
  let change = 0;
  const changes = ({ class: kind }: Operation): boolean => kind !== W.FS_READ && kind !== W.FS_CHECK;
  for (const [at, o] of operations.entries()) {
    if (changes(o)) isWhole = false;
    else if (o.class === W.FS_READ && o.row.site === read.site && o.row.thread === read.thread) {
      change = Math.max(change, at + 1);
      while (change < operations.length && !changes(operations[change] as Operation)) change++;
      const next = operations[change];
      const isHalf = next !== undefined && !beginsAnew(trace, next) && next.class !== W.FS_RENAME;
      if (isWhole && !isHalf) return true;
      isWhole = !isHalf;
    }
  }
  return false;
}

/** At the same place; another request is another reader. */
function isReadAgain(trace: Trace, { row, class: kind }: Operation, read: FsRow): boolean {
  if (kind !== W.FS_READ || row.thread !== read.thread || rootOf(trace, row.segment) !== rootOf(trace, read.segment)) return false;
  const asked = row.site === NONE ? openedByStream(trace, row) : row;
  return asked !== undefined && asked.site !== NONE && asked.site === read.site;
}

/** All of a file is written by one such call. */
export function writesAll(trace: Trace, row: FsRow): boolean {
  return WRITES_ALL.test(callText(trace, row));
}
