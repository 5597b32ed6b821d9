/**
 * race.fs.lost-update, race.fs.toctou, race.fs.torn-read: conflicting operations on one path by two pieces of work that nothing orders (detection.md §3.6),
 * in one process or several. Temp file plus rename, exclusive creation, appending and recursive mkdir are the safe ways and stay silent.
 */
import { addTo } from '../../../base/lists.ts';
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import {
  areDisjoint,
  earlierOfSameWork,
  endNs,
  endSegment,
  findStarts,
  hasFailed,
  isContentWrite,
  areOrdered,
  isFixedText,
  isFree,
  isPolled,
  isSameWork,
  type KeepsApart,
  nameOf,
  isLeftToStream,
  isOneCall,
  nearby,
  openedByStream,
  isTopLevel,
  type Operation,
  toDraft,
  WINDOW,
  windowStart,
  workOf,
  worstBetween,
} from '../../shared/fsOperations.ts';
import { commonCaller, isInnerFunction, isSetOffBy, isWithin } from '../../lineage.ts';
import { addedTwice, isSetGoingBefore, looksByAddition, readBesideAddition } from './fsAdditions.ts';
import { ReadsAnyTime } from './fsAnyTime.ts';
import { goneMeanwhile, halfWritten, isReadOn, streamUnfinished, writesAll } from './fsHalfWritten.ts';
import { readBesideOwn, readByStarted, readWhenThere, writtenBeside } from './fsBeside.ts';
import { FoldersGone } from './fsFolderGone.ts';
import { FoldersLate } from './fsFolderLate.ts';
import { RemovedFolders } from './fsFolders.ts';
import { putByListing } from './fsListings.ts';
import { broughtBack, doneTwice, removedAnew, removedTwice, staleListing } from './fsGone.ts';
import { takenInTurn } from './fsClaimed.ts';
import { lockBroken, withRemovals } from './fsLockBroken.ts';
import { isFilledWhenMissing } from './fsKept.ts';
import { madeAnew } from './fsMadeAnew.ts';
import { olderState } from './fsOlderState.ts';
import { movedAnew, movedOver, movedTwice, putAsideTwice } from './fsMoved.ts';
import { staleCheck } from './fsStaleCheck.ts';
import { writtenTogether } from './fsTogether.ts';
import { isGivenUp, readByStream, readThroughHandle, wholeRead } from './fsHandles.ts';
import { findFileLocks } from '../../locks/fileLocks.ts';
import type { Moment } from '../../locks/holding.ts';
import { isDropped } from '../../shared/droppedChanges.ts';

const TRUNCATES = /(?:^|\.)truncate(?:Sync)?$/;

export const fsRule: Rule = { kinds: ['race.fs.lost-update', 'race.fs.toctou', 'race.fs.torn-read'], run: findFsRaces };

function findFsRaces(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const byPath = new Map<string, Operation[]>();
  const put = (path: string, row: FsRow, kind: number): void => {
    if (path === '') return;
    addTo(byPath, path, { row, class: kind });
  };
  for (const row of trace.fs.toSorted((a, b) => a.startNs - b.startNs || a.operation - b.operation)) {
    if (row.class === W.FS_RENAME) {
      put(row.path, row, W.FS_DELETE);
      put(row.path2, row, W.FS_RENAME);
    } else put(row.path, row, isCut(trace, row) ? W.FS_WRITE : row.class);
    // What is copied is read.
    if (row.class === W.FS_CREATE && row.path2 !== '') put(row.path2, row, W.FS_READ);
  }
  const { holding } = factsOf(context);
  const startedBy = findStarts(trace, byPath);
  const fileLocks = findFileLocks(trace, byPath, startedBy);
  const momentOf = (row: FsRow, ns: number): Moment => ({ activation: startedBy(row).activation, ns, segment: endSegment(row) });
  const keepsApart: KeepsApart = (first, second, other) =>
    holding.isLocked(
      momentOf(first, first === second ? first.startNs : endNs(first)),
      momentOf(second, second.startNs),
      momentOf(other, other.startNs),
    ) ||
    // What is begun under the flag takes effect until it is done.
    holding.isFlagged(first.segment, endSegment(second), other.segment) ||
    fileLocks.isApart(first, second, other);
  const looks = looksByAddition(trace);
  const folders = new RemovedFolders(byPath);
  const gone = new FoldersGone(trace, byPath);
  const late = new FoldersLate(trace, byPath);
  const anyTime = new ReadsAnyTime(context, keepsApart);
  const drafts = putByListing(context, keepsApart, byPath);
  for (const [path, operations] of byPath) {
    if (context.options.isCancelled()) break;
    for (const operation of operations.slice(0, WINDOW)) {
      const draft =
        folders.find(context, keepsApart, path, operation) ??
        folders.findFile(context, keepsApart, path, operation) ??
        gone.find(context, path, operation) ??
        late.find(context, path, operation);
      if (draft !== undefined) drafts.push(draft);
    }
    const own =
      operations.length < 2 ? undefined : (readBesideOwn(trace, path, operations) ?? readByStarted(context, keepsApart, path, operations));
    if (own !== undefined) drafts.push(own);
    // One piece of work gets into its own way where it does not wait for what it appends.
    const isOneWork = new Set(operations.map((o) => workOf(trace, o.row))).size < 2;
    if (operations.length < 2 || (isOneWork && !operations.some((o) => o.class === W.FS_APPEND))) continue;
    /** Sites of reads that start a lost update: what repairs that repairs what else they can see. */
    const explained = new Set<number>();
    const torn: { readonly draft: Draft; readonly site: number }[] = [];
    const before = drafts.length;
    const together = new Map<string, Draft>();
    const removals = withRemovals(trace, operations, startedBy);
    let ofCalls: readonly Operation[] | undefined;
    /** Files that streams write are written by the calls that made these. */
    const streamsOfCalls = (): readonly Operation[] =>
      (ofCalls ??= operations.map((o) =>
        o.class === W.FS_CREATE && o.row.site === NONE ? { ...o, row: openedByStream(trace, o.row) ?? o.row } : o,
      ));
    for (const [i, operation] of operations.entries()) {
      const twice = writtenTogether(context, path, operations, i);
      if (twice !== undefined) together.set(twice.key, twice);
      const anew =
        removedAnew(context, keepsApart, byPath, path, operations, i) ?? doneTwice(context, keepsApart, byPath, path, operations, i);
      if (anew !== undefined) drafts.push(anew);
      if (operation.row.site === NONE) {
        const streamed =
          operation.class === W.FS_READ || operation.class === W.FS_CREATE ? openedByStream(trace, operation.row) : undefined;
        const broken = lockBroken(context, keepsApart, path, removals, i);
        if (broken !== undefined) drafts.push(broken);
        if (streamed !== undefined && operation.class === W.FS_CREATE) {
          if (isGivenUp(trace, operations, operation.row)) continue;
          const draft =
            lostUpdate(context, keepsApart, byPath, path, streamsOfCalls(), i) ??
            staleCheck(context, keepsApart, byPath, path, operations, i, { row: streamed, class: operation.class });
          if (draft !== undefined) drafts.push(draft);
          continue;
        }
        const read = streamed && wholeRead(trace, operations, i, streamed);
        const seen =
          read &&
          (tornRead(context, keepsApart, path, operations, i, read) ?? streamUnfinished(context, keepsApart, path, operations, i, read));
        if (seen !== undefined) torn.push({ draft: seen, site: streamed?.site ?? NONE });
        continue;
      }
      const lost = lostUpdate(context, keepsApart, byPath, path, operations, i);
      for (const place of lost?.places ?? []) if ('site' in place && place.role === 'read') explained.add(place.site);
      const draft =
        lost ??
        madeAnew(context, keepsApart, path, operations, i) ??
        staleCheck(context, keepsApart, byPath, path, operations, i) ??
        movedAnew(context, keepsApart, path, operations, i) ??
        putAsideTwice(context, keepsApart, path, operations, i) ??
        movedTwice(context, keepsApart, path, operations, i) ??
        staleListing(context, keepsApart, byPath, path, operations, i) ??
        lockBroken(context, keepsApart, path, removals, i) ??
        removedTwice(context, keepsApart, path, operations, i) ??
        overwritten(context, keepsApart, path, operations, i) ??
        olderState(context, keepsApart, path, operations, i) ??
        movedOver(context, keepsApart, byPath, path, operations, i) ??
        sharedTemporary(context, keepsApart, path, operations, i) ??
        addedTwice(context, keepsApart, looks, path, operations, i);
      if (draft !== undefined) drafts.push(draft);
      else if (operation.class === W.FS_READ) {
        const read = wholeRead(trace, operations, i, operation.row);
        const seen =
          tornRead(context, keepsApart, path, operations, i, read) ??
          halfWritten(context, keepsApart, path, operations, i, read) ??
          goneMeanwhile(context, keepsApart, path, operations, i, read) ??
          streamUnfinished(context, keepsApart, path, operations, i, read) ??
          readBesideAddition(context, keepsApart, path, operations, i) ??
          writtenBeside(context, keepsApart, path, operations, i, read) ??
          readWhenThere(context, keepsApart, path, operations, i, read) ??
          anyTime.find(path, operations, i, read);
        if (seen !== undefined) torn.push({ draft: seen, site: operation.row.site });
      }
    }
    // Who reads the file first, and writes it back, is told of that.
    if (drafts.length === before) drafts.push(...together.values());
    const isHalf = (draft: Draft): boolean => draft.places.some((place) => 'site' in place && place.site === NONE);
    // Of pieces of which it is not known who writes them, those say more of which it is.
    const known = new Set(torn.flatMap(({ draft, site }) => (isHalf(draft) ? [] : [site])));
    for (const { draft, site } of torn) if (!explained.has(site) && !(isHalf(draft) && known.has(site))) drafts.push(draft);
  }
  return drafts;
}

/** `truncate(file)` opens it without reading it, and cuts it off in a second operation, of which the place is not known. */
function isCut(trace: Trace, { class: kind, site }: FsRow): boolean {
  return kind === W.FS_META && TRUNCATES.test(trace.site(site)?.text ?? '');
}

function lostUpdate(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  byPath: ReadonlyMap<string, readonly Operation[]>,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { trace } = context;
  const write = operations[at] as Operation;
  if (!isContentWrite(write) || hasFailed(write.row)) return undefined;
  const read =
    earlierOfSameWork(trace, operations, at, (o) => o.class === W.FS_READ && o.row.class === W.FS_READ && !areDisjoint(o.row, write.row)) ??
    readThroughHandle(trace, operations, at) ??
    readByStream(trace, operations, at) ??
    readAtTop(trace, operations, at);
  if (read === undefined || isLoadedOnce(trace, operations, at, read)) return undefined;
  // What stands in the code is not made of what was read; where one function does both, that may have decided that it is written.
  if (isFixedText(trace, write.row) && trace.functionAt(read.site) !== trace.functionAt(write.row.site)) return undefined;
  // `fs.readFileSync(file);`: nothing is made of it.
  if (!read.async && read.site !== NONE && trace.site(read.site)?.floating === true) return undefined;
  if (isFilledWhenMissing(trace, operations, at, read)) return undefined;
  // What the work has itself made since, where it must not be there yet (a lock file), is no update of what it had read.
  const isMade = (o: Operation): boolean => o.class === W.FS_CREATE_EXCLUSIVE && !hasFailed(o.row) && o.row.startNs > endNs(read);
  if (earlierOfSameWork(trace, operations, at, isMade) !== undefined) return undefined;
  const isOneStep = trace.segments.atom.at(endSegment(read)) === trace.segments.atom.at(read.segment) && read.segment === write.row.segment;
  const isTakenInTurn = takenInTurn(trace, byPath, operations, at, read);
  const isRead = (o: Operation): boolean => o.class === W.FS_READ && o.row.site !== NONE;
  /** Who makes it where it is missing takes nothing from this work, which has found it. */
  const isFilling = (o: Operation): boolean => {
    const index = operations.indexOf(o);
    const asked = earlierOfSameWork(trace, operations, index, isRead);
    return asked !== undefined && isFilledWhenMissing(trace, operations, index, asked);
  };
  // What the file reads as it is loaded, the program has: functions that write it do so from what it has by then, whoever else of them has written it.
  const isLoaded = isTopLevel(trace, trace.functionAt(read.site)) && trace.functionAt(write.row.site) !== trace.functionAt(read.site);
  const isOfOneState = (o: Operation): boolean => {
    if (!isLoaded || o.row.thread !== write.row.thread) return false;
    const asked = earlierOfSameWork(trace, operations, operations.indexOf(o), isRead);
    return asked === undefined || asked === read;
  };
  const others = nearby(operations, at).filter(
    (o) =>
      (isContentWrite(o) || o.class === W.FS_APPEND) &&
      !(isOneStep && o.row.thread === write.row.thread) &&
      !isTakenInTurn(o) &&
      !isFilling(o) &&
      !isEarlierRound(context, read, write.row, o.row) &&
      !isOfOneState(o),
  );
  const best = worstBetween(context, keepsApart, read, write.row, others);
  if (best === undefined) return broughtBack(context, keepsApart, path, operations, at, read);
  return toDraft(
    'race.fs.lost-update',
    path,
    best.observed,
    best.observed ? 0.9 : 0.7,
    [
      { row: write.row, role: 'write', text: 'writes the file' },
      { row: { ...read, site: askedAt(context, operations, read, (o) => o.class === W.FS_READ) }, role: 'read', text: 'reads the file' },
      {
        row: { ...best.other, site: askedAt(context, operations, best.other, (o) => isContentWrite(o) || o.class === W.FS_APPEND) },
        role: 'other write',
        text: 'writes the file',
      },
    ],
    `\`${nameOf(path)}\` is read, changed and written back; another task ${best.observed ? 'wrote' : 'can write'} it in between, and that update is lost.`,
  );
}

/** `for (const text of texts) await Promise.all([store(text), load()])`: the same call has begun both, waited for both, and then stores the next. */
function isEarlierRound({ trace, order }: AnalysisContext, read: FsRow, write: FsRow, other: FsRow): boolean {
  const own = [read, write, other].map((row) => row.activation) as [number, number, number];
  if (other.site !== write.site || own.includes(NONE) || own[0] === own[1]) return false;
  const caller = commonCaller(trace, own[0], own[1]);
  return caller !== NONE && isWithin(trace, own[2], caller) && order.isOrdered(endSegment(other), write.segment);
}

/**
 * Where the author asked for an operation. Before Node 26 one call is several operations of Node's, of which only the first, which opens the file, is made there; `isAlike` tells which may be
 * it.
 */
function askedAt(
  { order }: AnalysisContext,
  operations: readonly Operation[],
  asked: FsRow,
  isAlike: (operation: Operation) => boolean,
): number {
  if (asked.site !== NONE) return asked.site;
  const opening = operations.findLast(
    (o) =>
      isAlike(o) &&
      o.row.site !== NONE &&
      o.row.thread === asked.thread &&
      o.row.startNs < asked.startNs &&
      order.isOrdered(endSegment(o.row), asked.segment),
  );
  return opening === undefined ? NONE : opening.row.site;
}

/** What a file reads as it is loaded, and a plain callback in it writes back. (The process itself knows what it has there, and may have written it elsewhere.) */
function readAtTop(trace: Trace, operations: readonly Operation[], at: number): FsRow | undefined {
  const { row: write } = operations[at] as Operation;
  if (write.activation !== NONE || write.site === NONE) return undefined;
  return operations.slice(windowStart(operations, at), at).findLast(({ row, class: kind }) => {
    const top = kind === W.FS_READ && row.thread === write.thread ? trace.functionAt(row.site) : NONE;
    return (
      isTopLevel(trace, top) &&
      isInnerFunction(trace, trace.functionAt(write.site), top) &&
      isSetOffBy(trace, write.segment, endSegment(row))
    );
  })?.row;
}

/** Read at the start and saved many times: each save stores what the program holds, not what the file had. */
function isLoadedOnce(trace: Trace, operations: readonly Operation[], at: number, read: FsRow): boolean {
  const write = (operations[at] as Operation).row;
  if (read.activation !== NONE && write.activation !== NONE) return false;
  const near = nearby(operations, at);
  const again = near.filter((o) => o.class === W.FS_READ && o.row !== read && o.row.site === read.site && o.row.thread === read.thread);
  // Each call that has read there in one step has its own to store.
  if (again.some((o) => trace.segments.atom.at(endSegment(o.row)) === trace.segments.atom.at(endSegment(read)))) return false;
  return near.some(
    ({ row, class: kind }) =>
      row !== write &&
      row.site === write.site &&
      row.startNs > read.startNs &&
      isContentWrite({ row, class: kind }) &&
      isSameWork(trace, read, row) &&
      !again.some((o) => o.row.startNs > read.startNs && o.row.startNs < row.startNs),
  );
}

/** What is further apart was not meant to go together. */
const NEAR_NS = 50e6;

/** The file is written as a whole while another task appends to it: which of the two comes first is open, and one order loses what was appended. */
function overwritten(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const write = operations[at] as Operation;
  if ((write.class !== W.FS_CREATE && write.class !== W.FS_WRITE) || hasFailed(write.row)) return undefined;
  for (const { row, class: kind } of nearby(operations, at)) {
    if (kind !== W.FS_APPEND || row.site === NONE || hasFailed(row)) continue;
    const apart = Math.max(row.startNs - endNs(write.row), write.row.startNs - endNs(row));
    if (apart > NEAR_NS && !isSetGoingBefore(context.trace, operations, row, write.row)) continue;
    const isNotAwaited = areBothBegun(context, write.row, row);
    if (!isNotAwaited && !isFree(context, keepsApart, write.row, row)) continue;
    return toDraft(
      'race.fs.lost-update',
      path,
      false,
      0.75,
      [
        { row: write.row, role: 'write', text: 'writes the whole file' },
        { row, role: 'append', text: 'appends to it' },
      ],
      `\`${nameOf(path)}\` is written as a whole while ${isNotAwaited ? 'an append that nobody awaited is under way' : 'another task appends to it'}: nothing orders the two, and what was appended first is lost.`,
    );
  }
  return undefined;
}

/** Two calls of one piece of work, the second made before the first was over: which of the two gets to the file first is open. */
function areBothBegun(context: AnalysisContext, a: FsRow, b: FsRow): boolean {
  if (!a.async || !b.async || a.thread !== b.thread || a.site === b.site || a.site === NONE || b.site === NONE) return false;
  return a.startNs < endNs(b) && b.startNs < endNs(a) && !areOrdered(context, a, b);
}

/** A file is written beside its place and moved there, and two tasks use one name for that: one moves what the other is writing. Only where it happened: most savers never overlap. */
function sharedTemporary(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const move = operations[at] as Operation;
  if (move.class !== W.FS_DELETE || move.row.class !== W.FS_RENAME) return undefined;
  const isWhole = (o: Operation): boolean => o.class === W.FS_WRITE || o.class === W.FS_CREATE;
  const write = earlierOfSameWork(context.trace, operations, at, isWhole);
  if (write === undefined) return undefined;
  const best = worstBetween(context, keepsApart, write, move.row, nearby(operations, at).filter(isWhole));
  if (best?.observed !== true) return undefined;
  return toDraft(
    'race.fs.lost-update',
    path,
    true,
    0.8,
    [
      { row: move.row, role: 'rename', text: 'moves it to its place' },
      { row: write, role: 'write', text: 'writes the temporary file' },
      { row: best.other, role: 'other write', text: 'writes the same temporary file' },
    ],
    `\`${nameOf(path)}\` is written and then moved to its place; another task wrote the same temporary file in between: what is moved is the other's, or half of it.`,
  );
}

/** The call that a piece of writing belongs to: what opened the file before it. */
function begunBy(trace: Trace, operations: readonly Operation[], at: number): FsRow {
  const { row } = operations[at] as Operation;
  for (let i = at; i >= 0 && i >= at - WINDOW; i--) {
    const { row: earlier, class: kind } = operations[i] as Operation;
    if (earlier.thread !== row.thread || kind === W.FS_READ) continue;
    const begun = earlier.site === NONE ? openedByStream(trace, earlier) : earlier;
    if (begun !== undefined && isSetOffBy(trace, row.segment, earlier.segment)) {
      return { ...row, site: begun.site, activation: begun.activation };
    }
  }
  return row;
}

function tornRead(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
  read: FsRow,
): Draft | undefined {
  if (hasFailed(read) || isPolled(context.trace, operations, at, read)) return undefined;
  for (let i = Math.max(0, at - WINDOW); i < Math.min(operations.length, at + WINDOW); i++) {
    const o = operations[i] as Operation;
    // `writeFile` empties what is there when it opens it.
    const isEmptied = o.class === W.FS_CREATE && writesAll(context.trace, o.row);
    if ((o.class !== W.FS_WRITE && !isEmptied) || areDisjoint(o.row, read)) continue;
    // What is one step here is none to another thread or process.
    if (!(read.async && o.row.async) && read.thread === o.row.thread) continue;
    if (!(o.row.startNs < endNs(read) && read.startNs < endNs(o.row))) continue;
    const write = o.row.site === NONE ? begunBy(context.trace, operations, i) : o.row;
    // Two threads at it at once: no order can be between the two.
    // The two overlap, so neither waits for the other, though one may be a helper of the other's caller (`Promise.all([write(), load()])`).
    const isOwnStream = isLeftToStream(context.trace, operations, read, o.row);
    const isItself = isOneCall(context.trace, read, write) && !isOwnStream;
    const isToldElsewhere = isDropped(context.trace, write, (operations[at] as Operation).row);
    if (read.thread === write.thread && (isItself || areOrdered(context, read, write) || isToldElsewhere)) continue;
    if (keepsApart(read, read, write) || (!writesAll(context.trace, write) && isReadOn(context.trace, operations, at, read))) continue;
    return toDraft(
      'race.fs.torn-read',
      path,
      true,
      0.8,
      [
        { row: read, role: 'read', text: 'reads the file' },
        { row: write, role: 'write', text: 'is writing it' },
      ],
      `\`${nameOf(path)}\` was read while ${isOwnStream ? 'a stream' : 'another task'} was writing it: the reader can see half of it.`,
    );
  }
  return undefined;
}
