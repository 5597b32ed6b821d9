/**
 * race.fs.torn-read, predicted: a file is written in place by what comes again and again (the tick of an interval, another request, a file watcher), and a request or another interval, which may
 * come at any time, reads and parses it; or one process goes on to write it, and another one reads it meanwhile. That the two did not meet is chance.
 */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE } from '../../../model/tables.ts';
import { type FsRow, TASK_CLEARED, type Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isInnerFunction, segmentBehind, siteOfAwait } from '../../lineage.ts';
import { lastName } from '../../names.ts';
import { serversOf } from '../../ownServers.ts';
import { isFromOutside, requestOf, rootOf } from '../../roots.ts';
import {
  endNs,
  endSegment,
  hasFailed,
  isContentWrite,
  isFree,
  type KeepsApart,
  nearby,
  type Operation,
} from '../../shared/fsOperations.ts';
import { callsNamed } from '../../siteIndex.ts';
import { isWholeWrite, parsing, readsAll, toPredicted } from './fsBeside.ts';

/** What calls the program again and again, and one call of it. */
interface Source {
  readonly kind: 'interval' | 'outside' | 'watcher';
  /** TaskIndex; of what comes from outside, RootIndex. */
  readonly row: number;
  /** The callback that it began with. */
  readonly atom: number;
}

/** Reads that one place makes of one file are alike: so many of them are looked at. */
const MAX_READS = 16;

export class ReadsAnyTime {
  readonly #context: AnalysisContext;
  readonly #keepsApart: KeepsApart;
  /** By file and place: how many were looked at. */
  readonly #seen = new Map<string, number>();

  constructor(context: AnalysisContext, keepsApart: KeepsApart) {
    this.#context = context;
    this.#keepsApart = keepsApart;
  }

  find(path: string, operations: readonly Operation[], at: number, read: FsRow): Draft | undefined {
    const { trace } = this.#context;
    if (hasFailed(read) || !readsAll(trace, read)) return undefined;
    const near = nearby(operations, at);
    const apart = this.#writtenElsewhere(path, near, read);
    if (apart !== undefined) return apart;
    // Who reads first, and writes from then on, may have read for that alone. Of two requests that were there at one time either may be the first.
    const isThere = near.some((o) => isWrittenBefore(o, read));
    const isMet = ({ row }: Operation): boolean => {
      const writer = row.startNs >= endNs(read) && isThere ? sourceOf(trace, row.segment) : undefined;
      return writer?.kind === 'outside' && (trace.roots[writer.row]?.ns ?? Infinity) <= endNs(read);
    };
    const isBefore = ({ row }: Operation): boolean => endNs(row) <= read.startNs;
    const writes = near.filter((o) => o.row.thread === read.thread && isWholeWrite(trace, o) && (isBefore(o) || isMet(o)));
    const reader = writes.length === 0 ? undefined : sourceOf(trace, read.segment);
    if (reader === undefined || reader.kind === 'watcher' || isOver(trace, reader, read)) return undefined;
    const key = `${read.site} ${path}`;
    const seen = this.#seen.get(key) ?? 0;
    if (seen >= MAX_READS) return undefined;
    this.#seen.set(key, seen + 1);
    if (!isLeftToFail(trace, reader, read)) return undefined;
    // What it has written itself it reads back; and who reads again may have found that it was not all.
    const isOwn = (o: Operation): boolean => isWrittenBefore(o, read) || isReadAgain(o, read);
    if (near.some((o) => isOwn(o) && isSame(sourceOf(trace, o.row.segment), reader))) return undefined;
    // Where nothing has been written before, there is nothing to read.
    const write = writes.find((o) => near.some((whole) => isWrittenBefore(whole, o.row)) && this.#mayMeet(reader, read, o.row))?.row;
    return write && toPredicted(path, read, write, 'only chance has kept the two apart');
  }

  /** Another process has written it and writes it again, with no word between the two: it may do so while this one reads. */
  #writtenElsewhere(path: string, near: readonly Operation[], read: FsRow): Draft | undefined {
    const { trace } = this.#context;
    const processOf = ({ thread }: FsRow): number | undefined => trace.threads[thread]?.process;
    const own = processOf(read);
    // Who writes it, too, may keep away from the others in a way that nobody knows.
    if (near.some((o) => isContentWrite(o) && processOf(o.row) === own)) return undefined;
    const writes = near.filter((o) => isWholeWrite(trace, o) && isFree(this.#context, this.#keepsApart, o.row, read));
    const again = writes.find((o) => o.row.startNs >= endNs(read))?.row;
    const isBefore = (o: Operation): boolean => isWrittenBefore(o, read) && o.row.site === again?.site && o.row.thread === again.thread;
    if (again === undefined || !writes.some(isBefore) || !isLeftToFail(trace, undefined, read)) return undefined;
    return toPredicted(path, read, again, 'another process goes on to write it, and only chance has kept the two apart');
  }

  #mayMeet(reader: Source, read: FsRow, write: FsRow): boolean {
    const { trace } = this.#context;
    const writer = sourceOf(trace, write.segment);
    if (writer === undefined || (writer.kind === reader.kind && writer.row === reader.row)) return false;
    if (isOver(trace, writer, read)) return false;
    // A lock that nobody knows is one that both wait for.
    if (!isAtOnce(trace, reader, read) && !isAtOnce(trace, writer, write)) return false;
    // A program that is its own client may have waited for the one before it asked for the other.
    const came = reader.kind === 'outside' ? trace.roots[reader.row]?.ns : undefined;
    if (came !== undefined && factsOf(this.#context).askedSince.mayFollow(endSegment(write), endNs(write), came)) return false;
    return isFree(this.#context, this.#keepsApart, write, read) && !areTold(this.#context, reader, read, writer);
  }
}

function isWrittenBefore(o: Operation, row: FsRow): boolean {
  return isContentWrite(o) && !hasFailed(o.row) && endNs(o.row) <= row.startNs;
}

function isReadAgain({ row, class: kind }: Operation, read: FsRow): boolean {
  return kind === W.FS_READ && row.site === read.site && (row.startNs >= endNs(read) || endNs(row) <= read.startNs);
}

const WATCHERS: ReadonlySet<string> = new Set(['FSEVENTWRAP', 'STATWATCHER']);

/** The nearest behind a segment; undefined where the program came to it by itself. */
function sourceOf(trace: Trace, segment: number): Source | undefined {
  const { segments: s } = trace;
  const root = rootOf(trace, segment);
  for (let at = segment; at !== NONE && rootOf(trace, at) === root; at = segmentBehind(trace, at)) {
    const atom = s.atom.at(at);
    const task = s.task.at(atom);
    if (task === NONE) continue;
    if (trace.repeats(task)) return { kind: 'interval', row: task, atom };
    if (WATCHERS.has(trace.taskType(task))) return { kind: 'watcher', row: task, atom };
  }
  const request = requestOf(trace, segment);
  const row = request === NONE ? root : request;
  const began = trace.roots[row];
  return began === undefined || !isFromOutside(trace, row) ? undefined : { kind: 'outside', row, atom: s.atom.at(began.segment) };
}

function isSame(a: Source | undefined, b: Source): boolean {
  return a !== undefined && a.kind === b.kind && a.row === b.row && a.atom === b.atom;
}

/** The interval had been cleared, or all servers closed, before that. When a watcher was closed is not known, so it has to call back once more. */
function isOver(trace: Trace, { kind, row }: Source, other: FsRow): boolean {
  if (kind === 'outside') return serversOf(trace, other.thread, other.startNs).length === 0;
  if (kind === 'interval') return (trace.clearedIntervals.get(row)?.ns ?? Infinity) <= other.startNs;
  const { flags, lastRun } = trace.tasks;
  return (flags.at(row) & TASK_CLEARED) !== 0 && lastRun.at(row) < other.segment;
}

/** Nothing was waited for before. */
function isAtOnce({ segments }: Trace, source: Source, row: FsRow): boolean {
  return segments.atom.at(row.segment) === source.atom;
}

/** What the program itself does with a promise, but for an await. */
const HANDLES = /\.(?:then|catch|finally)$/;
/** What a callback is called that was given under a name: `app.get('/state', …)`. */
const UNDER_NAME = /'\)$/;

/** What is in the file is parsed by who reads it, or by who awaits that, and nobody from there to where it came from outside is ready for what cannot be parsed. */
function isLeftToFail(trace: Trace, reader: Source | undefined, read: FsRow): boolean {
  const { activations: acts } = trace;
  const fn = trace.functionAt(read.site);
  if (callsItself(trace, fn)) return false;
  if (trace.site(read.site)?.floating === true) return isGivenAtStart(trace, fn) && isParsedInCallback(trace, fn);
  let current = read.activation;
  if (current === NONE || acts.sync.at(current) === 1) return false;
  let parsed = parsing(trace, fn);
  for (let steps = 0; parsed !== 'caught'; steps++) {
    const own = acts.promise.at(current);
    if (own === NONE) return false;
    const promise = trace.combines.find(({ kind, members }) => kind === W.COMBINE_ALL && members.includes(own))?.result ?? own;
    const caller = acts.caller.at(current);
    const by = awaitedBy(trace, caller, promise);
    if (by === undefined) {
      const isByServer = reader !== undefined && caller === NONE && promise === own && isCalledByServer(trace, reader, current, promise);
      return parsed === 'yes' && !isTaken(trace, current, promise, isByServer);
    }
    if (trace.hasMore(by.site, W.MORE_CAUGHT)) return false;
    if (parsed === 'no') {
      if (steps > 0) return false;
      parsed = parsing(trace, trace.functionAt(by.site));
    }
    current = by.activation;
  }
  return false;
}

/** By a function that stands in the one that reads: what that throws goes on to nobody. */
function isParsedInCallback(trace: Trace, fn: number): boolean {
  const found = trace.functions.flatMap((f, at) => (f.parentFunction === fn ? [parsing(trace, at)] : []));
  return found.includes('yes') && !found.includes('caught');
}

/** The function that has called, or where that is a plain one, which hands on what it was given, the one that called it. */
function awaitedBy(trace: Trace, caller: number, promise: number): { readonly activation: number; readonly site: number } | undefined {
  const { caller: callers, sync } = trace.activations;
  for (let at = caller; at !== NONE; at = callers.at(at)) {
    const site = siteOfAwait(trace, at, promise, NONE);
    if (site !== undefined) return { activation: at, site };
    if (sync.at(at) === 0) return undefined;
  }
  return undefined;
}

/** Does somebody look at a promise who may be ready for its failure? A server is not, which only tells of it. */
function isTaken(trace: Trace, activation: number, promise: number, isByServer: boolean): boolean {
  const { activations: acts, tasks } = trace;
  const end = acts.endSegment.at(activation);
  for (let task = promise + 1; task < tasks.length && (end === NONE || tasks.initSegment.at(task) <= end); task++) {
    if (tasks.parent.at(task) !== promise || !trace.isPromise(task)) continue;
    if (!isByServer || HANDLES.test(trace.site(tasks.site.at(task))?.text ?? '')) return true;
  }
  return false;
}

/** Was it called by a library as the function, or in the function, that this was given at the start? */
function isCalledByServer(trace: Trace, reader: Source, activation: number, promise: number): boolean {
  const { activations: acts, segments, tasks } = trace;
  const own = acts.fn.at(activation);
  // The call on top when it was made: its own, or one to which it was given.
  const call = trace.site(tasks.site.at(promise));
  if (call !== undefined) return lastName(call.text) === lastName(nameOf(trace, own)) && isGivenAtStart(trace, call.function);
  const isFirst = segments.atom.at(acts.startSegment.at(activation)) === reader.atom;
  return (isFirst || UNDER_NAME.test(nameOf(trace, own))) && isGivenAtStart(trace, own);
}

/** It stands in no function, or is given under a name in one that is not. What is given for one request (`queue.add(() => load())`) may be called in its turn, or again when it has failed. */
function isGivenAtStart(trace: Trace, fn: number): boolean {
  const parentOf = (inner: number): number => trace.functions[inner]?.parentFunction ?? NONE;
  const around = parentOf(fn);
  if (around === NONE || parentOf(around) === NONE) return true;
  if (!UNDER_NAME.test(nameOf(trace, fn))) return false;
  for (let at = around; at !== NONE; at = parentOf(at)) if (UNDER_NAME.test(nameOf(trace, at))) return false;
  return true;
}

function nameOf(trace: Trace, fn: number): string {
  return trace.functions[fn]?.name ?? '';
}

/** It, or a function in it: it may read again. */
function callsItself(trace: Trace, fn: number): boolean {
  const name = lastName(nameOf(trace, fn));
  if (name === '') return false;
  return callsNamed(trace, name).some((call) => {
    const by = trace.functionAt(call);
    return by === fn || isInnerFunction(trace, by, fn);
  });
}

/** Has the reader looked at what the writer changes (a flag, the promise of a write, what was written last)? Whoever does may keep away. */
function areTold(context: AnalysisContext, reader: Source, read: FsRow, writer: Source): boolean {
  const { trace } = context;
  const { accesses: a, segments: s } = trace;
  const known = new Map<number, Source | undefined>();
  const sourceAt = (access: number): Source | undefined => {
    const segment = a.segment.at(access);
    if (!known.has(segment)) known.set(segment, sourceOf(trace, segment));
    return known.get(segment);
  };
  const isLook = (access: number): boolean => {
    const segment = a.segment.at(access);
    if (a.write.at(access) === ACCESS_IS_WRITE || segment < reader.atom || segment > read.segment) return false;
    return s.thread.at(segment) === read.thread && isSame(sourceAt(access), reader);
  };
  const isChange = (access: number): boolean => {
    const source = sourceAt(access);
    return source !== undefined && source.kind === writer.kind && source.row === writer.row;
  };
  return factsOf(context).groups.some(({ rows, writes }) => rows.some(isLook) && writes.some(isChange));
}
