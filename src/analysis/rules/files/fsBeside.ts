/**
 * race.fs.torn-read, predicted: two calls that one function has begun together (`await Promise.all([install(), check()])`), of which one writes a file in place and the other reads and parses it. Whether
 * the one is still at it when the other comes only a pause decides, which was begun before there was anything to wait for.
 */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { commonCaller, intervalBehind, siteOfAwait, stepOf } from '../../lineage.ts';
import { armedNs } from '../../order/heard.ts';
import {
  callText,
  earlierOfSameWork,
  endNs,
  endSegment,
  hasFailed,
  isCreation,
  isFree,
  isSameWork,
  type KeepsApart,
  nameOf,
  nearby,
  openedByStream,
  type Operation,
  toDraft,
} from '../../shared/fsOperations.ts';
import { sitesIn } from '../../siteIndex.ts';
import { threadsOf } from '../leaks/leakPartners.ts';
import { isReadOn, WRITE_STREAM } from './fsHalfWritten.ts';

const WRITES = /(?:^|\.)writeFile$/;
const READS = /(?:^|\.)readFile$/;
const READS_AT_ALL = /(?:^|\.)readFile(?:Sync)?$/;

/** `at`: the read, `read` with all its pieces. */
export function writtenBeside(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
  read: FsRow,
): Draft | undefined {
  const { trace } = context;
  if (hasFailed(read) || !readsAll(trace, read) || isReadOn(trace, operations, at, read)) return undefined;
  if (parsing(trace, trace.functionAt(read.site)) !== 'yes') return undefined;
  const near = nearby(operations, at);
  // Before that there is nothing to read in its place.
  const isThere = (write: FsRow): boolean => near.some((o) => isWholeWrite(trace, o) && endNs(o.row) <= write.startNs);
  const write = near.find(
    (o) =>
      isWholeWrite(trace, o) &&
      o.row.thread === read.thread &&
      areBegunTogether(trace, o.row, read) &&
      isThere(o.row) &&
      isByPause(trace, o.row, read) &&
      isFree(context, keepsApart, o.row, read),
  )?.row;
  return write && toPredicted(path, read, write, 'only a pause has kept the two apart');
}

/** `fs.writeFile(file, text, done); fs.readFile(file, show);`: one function begins both in one step. (A promise that nobody awaits is told as that.) */
export function readBesideOwn(trace: Trace, path: string, operations: readonly Operation[]): Draft | undefined {
  for (const { row: read, class: kind } of operations) {
    if (kind !== W.FS_READ || !read.async || hasFailed(read) || !readsAll(trace, read)) continue;
    const isBeside = ({ row }: Operation): boolean =>
      row.segment === read.segment && row.activation === read.activation && trace.functionAt(row.site) === trace.functionAt(read.site);
    const write = operations.find((o) => o.row.site !== read.site && isWholeWrite(trace, o) && isBeside(o))?.row;
    if (write === undefined || trace.floats.some(({ site }) => site === write.site)) continue;
    return toPredicted(path, read, write, 'both are begun in one step, and neither waits for the other');
  }
  return undefined;
}

/** `fs.writeFile(file, text, done); fork('sum.js', [file]);`: the thread or process that is started in the step in which the writing begins reads the file, and nothing makes it wait for that. */
export function readByStarted(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
): Draft | undefined {
  const { trace, order } = context;
  for (const { row: read, class: kind } of operations) {
    if (kind !== W.FS_READ || hasFailed(read) || !READS_AT_ALL.test(callText(trace, read))) continue;
    const starts = [
      ...trace.workers.filter(({ child }) => child === read.thread),
      ...trace.children.filter((child) => threadsOf(trace, child).includes(read.thread)),
    ];
    if (starts.length === 0) continue;
    const isBeside = ({ row }: Operation): boolean =>
      starts.some(({ thread, segment }) => thread === row.thread && segment === row.segment) &&
      !order.isOrdered(endSegment(row), read.segment);
    const write = operations.find((o) => isWholeWrite(trace, o) && isBeside(o) && !keepsApart(read, read, o.row))?.row;
    if (write !== undefined) return toPredicted(path, read, write, 'the reader is started meanwhile, and does not wait for that');
  }
  return undefined;
}

/**
 * A file that somebody looks for again and again until it is there, and then reads and parses at once: that it is there does not say that all of it is. Another task has made it in place (`open(path, 'w')`, `writeFile`, a stream),
 * and was done with it in time.
 */
export function readWhenThere(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
  read: FsRow,
): Draft | undefined {
  const { trace, order } = context;
  if (hasFailed(read) || !READS_AT_ALL.test(callText(trace, read)) || isReadOn(trace, operations, at, read)) return undefined;
  const check = earlierOfSameWork(trace, operations, at, (o) => o.class === W.FS_CHECK && !hasFailed(o.row), read);
  if (check === undefined) return undefined;
  const made = operations.findIndex((o) => isCreation(o));
  const begun = operations[made];
  const isEarlier = ({ row, class: kind }: Operation): boolean =>
    kind === W.FS_CHECK && row.site === check.site && isSameWork(trace, row, read);
  if (!isLastLook(trace, check, read, operations.slice(0, Math.max(0, made)).some(isEarlier))) return undefined;
  if (begun === undefined || made > at || begun.class === W.FS_RENAME || isSameWork(trace, begun.row, read)) return undefined;
  const isRest = ({ row, class: kind }: Operation): boolean => kind === W.FS_WRITE && isSameWork(trace, begun.row, row);
  const stream = openedByStream(trace, begun.row);
  const whole = isWholeWrite(trace, begun) ? begun.row : stream && WRITE_STREAM.test(callText(trace, stream)) ? stream : undefined;
  const write = whole ?? operations.slice(made + 1, at).find(isRest)?.row;
  if (write === undefined || order.isOrdered(endSegment(write), check.segment)) return undefined;
  return isFree(context, keepsApart, write, read)
    ? toPredicted(path, read, write, 'that it is there does not say that all of it is')
    : undefined;
}

/** A beat of an interval that has been cleared before the read, or a call that has looked before, looks for it; who finds that it cannot be parsed does not look again. */
function isLastLook(trace: Trace, check: FsRow, read: FsRow, isAgain: boolean): boolean {
  const parsed = parsing(trace, trace.functionAt(read.site));
  const beat = intervalBehind(trace, check.segment);
  if (beat === NONE) return parsed === 'yes' && isAgain;
  return parsed !== 'no' && (trace.clearedIntervals.get(beat)?.ns ?? Infinity) <= read.startNs;
}

export function toPredicted(path: string, read: FsRow, write: FsRow, why: string): Draft {
  return toDraft(
    'race.fs.torn-read',
    path,
    false,
    0.6,
    [
      { row: read, role: 'read', text: 'reads the file' },
      { row: write, role: 'write', text: 'writes it in place' },
    ],
    `\`${nameOf(path)}\` can be read while another task is writing it: ${why}, and the reader can see half of it.`,
  );
}

/** All of the file, by one call that does not wait for it. */
export function readsAll(trace: Trace, row: FsRow): boolean {
  return READS.test(callText(trace, row));
}

/** The same, in its place. */
export function isWholeWrite(trace: Trace, { row, class: kind }: Operation): boolean {
  return (kind === W.FS_CREATE || kind === W.FS_WRITE) && row.async && !hasFailed(row) && WRITES.test(callText(trace, row));
}

/** By one function, in one step, which waits for both at once. Nobody from the reader up to it is ready for what cannot be parsed. */
function areBegunTogether(trace: Trace, write: FsRow, read: FsRow): boolean {
  const { activations: acts, segments } = trace;
  if (write.activation === NONE || read.activation === NONE) return false;
  const caller = commonCaller(trace, write.activation, read.activation);
  if (caller === NONE || caller === write.activation || caller === read.activation) return false;
  const [x, y] = [stepOf(trace, write.activation, caller), stepOf(trace, read.activation, caller)];
  const atomOf = (activation: number): number => segments.atom.at(acts.startSegment.at(activation));
  if (x === y || atomOf(x) !== atomOf(y)) return false;
  const [p, q] = [acts.promise.at(x), acts.promise.at(y)];
  const all = trace.combines.find(({ kind, members }) => kind === W.COMBINE_ALL && members.includes(p) && members.includes(q));
  if (all === undefined || !isPassedOn(trace, caller, all.result)) return false;
  for (let at = read.activation; at !== y; at = acts.parent.at(at)) {
    if (at === NONE || !isPassedOn(trace, acts.parent.at(at), acts.promise.at(at))) return false;
  }
  return true;
}

/** The call has awaited just that promise, and what it throws goes on to whoever called. */
function isPassedOn(trace: Trace, activation: number, promise: number): boolean {
  const site = promise === NONE || activation === NONE ? undefined : siteOfAwait(trace, activation, promise, NONE);
  return site !== undefined && !trace.hasMore(site, W.MORE_CAUGHT);
}

/** Does a function parse what is in a file, and what is thrown then goes on to its caller? */
export function parsing(trace: Trace, fn: number): 'yes' | 'no' | 'caught' {
  const parses = sitesIn(trace, fn).filter((at) => trace.site(at)?.text === 'JSON.parse');
  if (parses.length === 0) return 'no';
  return parses.some((at) => trace.hasMore(at, W.MORE_CAUGHT)) ? 'caught' : 'yes';
}

/** The reader has waited for one timer that was set before the writing had begun to take effect. That a file is read at the start, and written after a pause, is how it is meant. */
function isByPause(trace: Trace, write: FsRow, read: FsRow): boolean {
  if (endNs(write) > read.startNs) return false;
  const armed = armedNs(trace, read);
  return armed !== undefined && armed < endNs(write);
}
