/**
 * race.atomicity, race.check-then-act, race.stale-compound: a location is read, then written by the same activation after an await, and the write depends on
 * what was read; another activation's write can come between (detection.md §3.3, filters §3.8).
 *
 * The transform supplies which reads feed which writes (pairs); the run proves that the location is shared and that no order and no lock keeps the other
 * write out. `b` can stand between `a` and `c` iff not (b ≤ a) and not (c ≤ b) in the must order.
 */
import {
  ACCESS_DELETE,
  ACCESS_PLAIN,
  ACCESS_RMW,
  FLAG_ANEW,
  FLAG_AT_END,
  FLAG_DECLARED_EMPTY,
  FLAG_COUNTS_UP,
  FLAG_FOUND,
  FLAG_NEWEST,
  FLAG_SUBTRACTS,
  LOCATION_ENTRY,
  LOCATION_WHOLE,
  VALUE_FALSE,
  VALUE_OBJECT,
  VALUE_PROMISE,
  VALUE_TRUE,
  VALUE_UNKNOWN,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, COUNTS, decidesBranch, firstFrom, locationText, type LocationAccesses, PUTS, TAKES } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { lastName } from '../../names.ts';
import { sitesNamed } from '../../siteIndex.ts';
import type { Draft } from '../../finding.ts';
import type { Holding } from '../../locks/holding.ts';
import { areApart, intervalBehind, isWithin } from '../../lineage.ts';
import { isFalsy } from '../../locks/handLocks.ts';
import { WholeReads } from '../../shared/wholeReads.ts';
import { type Conflict, type PairKind, type Split, toDraft, withoutEchoes } from './atomicityDraft.ts';
import { rootOf } from '../../roots.ts';
import { isFollowed } from './followed.ts';
import { clockWrites } from './paced.ts';
import { takesBackTimer } from './sharedTimers.ts';
import { Splits, isNothing, isUsedUp } from './splits.ts';
import { isReserved, isTakenBelow } from './reservedParts.ts';
import { isHeardBehind } from './heardBehind.ts';
import { isBehindBeats } from './lastBeat.ts';
import { isSuperseded, isToldOf } from './superseded.ts';
import { isPassedBy } from './passedBy.ts';
import { reliesOn } from './relied.ts';
import { Patches } from './patches.ts';
import { closesBracket, isForItsStep, isHandedOver, isInside, isOfBracket, keptBy, opensBracket } from './putBack.ts';
import { isInStreamTurns } from './streamTurns.ts';
import {
  changesNothing,
  closesCount,
  isBesideWalk,
  isCountedOff,
  isFilled,
  isForFolder,
  isOfItsCall,
  isOfNeighbour,
  isOfOneCheck,
  isPutBehind,
  isSaidByEnd,
  isStep,
  keepsMore,
  makesRoom,
  scratchOf,
  staysSome,
  storesMore,
  storesTheSame,
  takesBody,
} from './ownSteps.ts';
import { isForAnother, isLookedFor, isSearching, isUntaken } from './sought.ts';
import { isMarkOf, takesFreePlace } from './freePlaces.ts';
import { keepTheSame } from './sameAnswer.ts';
import { saturates } from './saturates.ts';
import { areShutOut } from './shutOut.ts';
import { asksForVersion } from './versions.ts';

export const atomicityRule: Rule = { kinds: ['race.atomicity', 'race.check-then-act', 'race.stale-compound'], run: findAtomicity };

/** How many other writes are tried on each side. */
const WRITE_WINDOW = 64;
/** After this many occurrences at one write the rest are not looked for. */
const MAX_OCCURRENCES = 100;

/** A stored stale value says more than a stale check. */
const KIND_RANK: Readonly<Record<PairKind, number>> = { stale: 3, value: 2, guard: 1 };

/** Writes of one location between two looks whether a view waits: some milliseconds. */
const PAUSE_EVERY = 512;

function findAtomicity(context: AnalysisContext): Draft[] {
  const { trace } = context;
  if (trace.pairs.length + trace.links.length + trace.carries.length + clockWrites(trace).size === 0) return [];
  const { sharedGroups: groups, holding, pairsByWrite: byWrite } = factsOf(context);
  const best = new Map<number, { conflict: Conflict; location: number; count: number }>();
  const wholes = new WholeReads(trace, byWrite);
  const patches = new Patches(context);
  for (const group of groups) {
    if (context.options.isCancelled()) break;
    let ordinal = -1;
    const writers = writersOf(trace, group);
    const splits = new Splits(trace, group, byWrite, wholes);
    const isOfStep = scratchOf(trace, group);
    for (const [at, write] of group.rows.entries()) {
      if (trace.accesses.write.at(write) === 0) continue;
      ordinal++;
      if (ordinal % PAUSE_EVERY === 0 && context.options.isCancelled()) break;
      for (const found of splits.at(at)) {
        const split = patches.narrow(found);
        if (split === undefined || isOfStep(split)) continue;
        const key = split.calls?.write ?? trace.accesses.site.at(write);
        if ((best.get(key)?.count ?? 0) >= MAX_OCCURRENCES) continue;
        const conflict = findConflict(context, holding, writers, ordinal, split, (other) => patches.leaves(split, other));
        if (conflict === undefined || splits.staysOpen(split)) continue;
        const known = best.get(key);
        if (known === undefined) best.set(key, { conflict, location: group.location, count: 1 });
        else {
          known.count++;
          if (isStronger(conflict, known.conflict)) Object.assign(known, { conflict, location: group.location });
        }
      }
    }
  }
  return withoutEchoes(trace, [...best.values()]).flatMap(({ conflict, location, count }) =>
    Array.from({ length: count }, () => toDraft(context, conflict, location)),
  );
}

function isStronger(a: Conflict, b: Conflict): boolean {
  return KIND_RANK[a.kind] !== KIND_RANK[b.kind] ? KIND_RANK[a.kind] > KIND_RANK[b.kind] : a.confidence > b.confidence;
}

/** The writes of a location, with what is asked of them most. */
interface Writers {
  readonly group: LocationAccesses;
  readonly segments: Int32Array;
  readonly activations: Int32Array;
  /** Whatever counts there (`failures++`) does so where something has failed. */
  readonly countFailures: () => boolean;
  /** Whatever counts there looks in the same step whether there is room. */
  readonly countTested: () => boolean;
}

function writersOf(trace: Trace, group: LocationAccesses): Writers {
  const { rows, writes } = group;
  const a = trace.accesses;
  let countFailures: boolean | undefined;
  // `count++` gives what was there before: nothing, the first time.
  const isCounting = (row: number): boolean => trace.site(a.site.at(row))?.kind === 'update' || !isUsedUp(a.value.at(row));
  const counting = (): number[] => writes.filter(isCounting);
  const isTested = (row: number): boolean => {
    const look = rows[rows.indexOf(row) - 1];
    return look !== undefined && a.write.at(look) === 0 && decidesBranch(trace, look) && atomOf(trace, look) === atomOf(trace, row);
  };
  const areFailures = (): boolean => {
    const counts = counting().map((row) => a.site.at(row));
    // Where nothing has failed so far nothing was counted: the file says what would be.
    const sites = counts.length > 0 ? counts : countsNamedAs(trace, writes);
    const isFailure = (site: number): boolean => [FLAG_COUNTS_UP, FLAG_ANEW].every((flag) => trace.hasFlag(site, flag));
    return sites.length > 0 && sites.every(isFailure);
  };
  return {
    group,
    countFailures: () => (countFailures ??= areFailures()),
    countTested: () => counting().slice(0, WRITE_WINDOW).every(isTested),
    segments: Int32Array.from(writes, (row) => a.segment.at(row)),
    activations: Int32Array.from(writes, (row) => a.activation.at(row)),
  };
}

/** Places that count what these writes store, by the same name in the same files. */
function countsNamedAs(trace: Trace, writes: readonly number[]): number[] {
  const stored = [...new Set(writes.map((row) => trace.accesses.site.at(row)))].map((site) => trace.site(site));
  const isCount = (site: number): boolean => {
    const row = trace.site(site);
    return row?.kind === 'update' && stored.some((write) => write?.file === row.file && write.text === row.text);
  };
  return [...new Set(stored.flatMap((write) => sitesNamed(trace, lastName(write?.text ?? ''))))].filter(isCount);
}

/** `ordinal`: the write's place among the writes of its location. `isLeftBy`: another write leaves alone what was looked at. */
function findConflict(
  context: AnalysisContext,
  holding: Holding,
  writers: Writers,
  ordinal: number,
  split: Split,
  isLeftBy: (other: number) => boolean,
): Conflict | undefined {
  const { trace, order } = context;
  const { group, segments, activations } = writers;
  const { writes } = group;
  const a = trace.accesses;
  const [readSegment, writeSegment] = [a.segment.at(split.read), a.segment.at(split.write)];
  const own = a.activation.at(split.write);
  const isGuard = split.kind === 'guard';
  // A timer that was set before the look does not follow from it, nor do all rounds of an interval that was set behind it.
  const interval = isGuard ? intervalBehind(trace, writeSegment) : NONE;
  if (interval !== NONE && interval !== intervalBehind(trace, readSegment)) return undefined;
  if (areApart(trace, a.activation.at(split.read), own) && !order.isOrdered(readSegment, writeSegment)) return undefined;
  const crosses = order.crossesTurn(readSegment, writeSegment) || takesBody(trace, split);
  // Who searched a list chose this element for what was in it, which is not recorded: only that another took it meanwhile says something. So it is of a look at a time.
  const isChoice = split.isOfClock === true || a.location.at(split.read) !== a.location.at(split.write);
  if (isGuard && (isHandedOver(trace, writes, ordinal) || isForItsStep(trace, writes, ordinal))) return undefined;
  if (opensBracket(trace, group, ordinal, split) || isOfNeighbour(trace, group, split)) return undefined;
  const isBracket = closesBracket(trace, writes, ordinal, split);
  const keeper = keptBy(trace, writes, split);
  let best: Conflict | undefined;
  // Many writes of one callback stand beside each other: whether it can come between is asked once.
  const ordered = [NONE, NONE];
  for (let i = 0; i < 2 * WRITE_WINDOW; i++) {
    // Other writes of the location, nearest first.
    const side = i & 1;
    const distance = (i >> 1) + 1;
    const at = side === 0 ? ordinal - distance : ordinal + distance;
    if (at < 0 || at >= segments.length || (activations[at] === own && own !== NONE)) continue;
    const segment = segments[at] as number;
    if (segment === ordered[side]) continue;
    const other = writes[at] as number;
    const isInStep = (segment === readSegment && isBesideRead(trace, split, other)) || (isGuard && isBesideWrite(trace, split, other));
    if (!isInStep && (order.isOrdered(segment, readSegment) || order.isOrdered(writeSegment, segment))) {
      if (segment !== readSegment) ordered[side] = segment;
      continue;
    }
    if (isGuard && (changesNothing(trace, group, at) || staysPassed(context, group, ordinal, split, other))) continue;
    if (isUntaken(trace, split, other) || isOfItsCall(trace, split, other) || isPutBehind(trace, split, other)) continue;
    if ((isGuard || split.parts !== undefined) && isForAnother(trace, split, other)) continue;
    if (isGuard && forgetsFailures(trace, split, writers)) return undefined;
    if (order.isOrdered(readSegment, segment) && order.isOrdered(segment, writeSegment) && isStep(trace, split, other)) continue;
    if (isBracket && isOfBracket(context, split, writes, at)) continue;
    if (isInside(trace, keeper, other)) continue;
    const observed = a.position.at(other) > a.position.at(split.read) && a.position.at(other) < a.position.at(split.write);
    if ((!observed && (isChoice || !crosses)) || isFollowed(trace, group.rows, split, other, observed)) continue;
    if (!observed && (reliesOn(trace, group, at, split) || takesBackTimer(trace, split.write, other))) continue;
    if (!observed && isFilled(context, group, other)) continue;
    if (!observed && (madeItPass(trace, writes, at, split) || leavesItPassing(trace, writes, ordinal, split, other))) continue;
    if (!observed && (isAnswered(context, segment, readSegment) || isAnswered(context, writeSegment, segment))) continue;
    const confidence = confidenceOf(trace, split, other, observed);
    if (!observed && best !== undefined && confidence <= best.confidence) continue;
    if (addsBeside(trace, split, other) || isLeftBy(other)) continue;
    const isOneAnswer =
      (isHarmless(trace, split, other, observed) && !storesMore(context, split, other)) ||
      (observed && storesTheSame(trace, group, split, other));
    if (isOneAnswer || holding.isExcluded(split.read, split.write, other)) continue;
    if (isGuard && keepTheSame(context, split, other)) continue;
    if (isGuard && isSearch(trace, split.read) && holding.isOtherKey(split.read, split.write, other)) continue;
    if (observed && isGuard && isToldOf(context, split, other)) continue;
    if (!observed && isGuard && areShutOut(context, split, other)) continue;
    if (!observed && isInStreamTurns(trace, [split.read, split.write, other])) continue;
    if (!observed && asksForVersion(context, split.read, split.write, other)) continue;
    if (!observed && (isHeardBehind(context, split.write, other) || isHeardBehind(context, other, split.read))) continue;
    if (!observed && (isBehindBeats(context, split.read, other) || isBehindBeats(context, other, split.read))) continue;
    if (best === undefined || confidence > best.confidence) best = { ...split, other, observed, confidence };
    if (observed) break;
  }
  // Asked last: a step may have millions of accesses.
  const isSpokenFor = (): boolean => isReserved(context, split) || isTakenBelow(trace, split) || isSuperseded(context, split, writes);
  return best !== undefined && isGuard && isSpokenFor() ? undefined : best;
}

/** Whoever has passed the look may go by it still, whatever the other one has done. */
function staysPassed(context: AnalysisContext, group: LocationAccesses, ordinal: number, split: Split, other: number): boolean {
  const { trace } = context;
  return (
    (split.mark !== NONE && (trace.accesses.site.at(other) === split.mark || isCountedOff(trace, split, other))) ||
    isOfOneCheck(trace, group, split, other) ||
    isPassedBy(context, group, split, other) ||
    isLookedFor(trace, split, other) ||
    staysFound(trace, split, other) ||
    makesRoom(trace, split, other) ||
    keepsMore(trace, split, other) ||
    staysSome(trace, split, other) ||
    saturates(trace, split, other) ||
    isSaidByEnd(context, split, other) ||
    isForFolder(context, split) ||
    closesCount(context, group, split, other) ||
    addsToSome(trace, split, other) ||
    isBesideWalk(trace, split, other) ||
    staysMissing(trace, group.writes, ordinal, split, other)
  );
}

/** `add(a); add(b);`: the other call was made in the step of the look, after that, and not by who looked. */
function isBesideRead(trace: Trace, { read, write }: Split, other: number): boolean {
  const a = trace.accesses;
  const [mine, theirs] = [a.activation.at(write), a.activation.at(other)];
  return mine !== NONE && theirs !== NONE && a.position.at(other) > a.position.at(read) && !isWithin(trace, theirs, mine);
}

/** `child.once('exit', () => this.start())` by two calls, of which one event calls both listeners: the other one has stored what it made right before, in the step of the write. */
function isBesideWrite(trace: Trace, { read, write }: Split, other: number): boolean {
  const a = trace.accesses;
  if (a.segment.at(other) !== a.segment.at(write) || a.position.at(other) > a.position.at(write)) return false;
  const [mine, theirs] = [a.activation.at(write), a.activation.at(other)];
  if (mine === NONE || theirs === NONE || trace.activations.fn.at(mine) !== trace.activations.fn.at(theirs)) return false;
  return a.activation.at(read) !== mine && (a.value.at(other) & VALUE_OBJECT) !== 0 && a.value.at(other) !== a.value.at(write);
}

/** The earlier one worked for a request of the program itself, which waited for the answer, and the later one is for none. */
function isAnswered(context: AnalysisContext, earlier: number, later: number): boolean {
  return factsOf(context).askedSince.isInTurn(earlier, context.trace.segments.startNs.at(earlier), later);
}

/** `if (this.failures >= limit) throw …; await call(); this.failures = 0`: a success takes back what was counted, and lets others pass all the more. */
function forgetsFailures(trace: Trace, { read, write }: Split, writers: Writers): boolean {
  const a = trace.accesses;
  if (!isUsedUp(a.value.at(write)) || a.location.at(read) !== a.location.at(write) || !writers.countFailures()) return false;
  // `if (used === capacity) throw …; samples[used++] = value`, and `if (used === 0) return; …; used = 0`: a count of what is there, and not of failures.
  return !trace.hasFlag(a.site.at(read), FLAG_AT_END) || !writers.countTested();
}

/** `while (pending.size > 0) { …; pending.delete(name); }`, and one more that another call has added: what was found there is there still. */
function addsToSome(trace: Trace, { write }: Split, other: number): boolean {
  const a = trace.accesses;
  if (a.how.at(write) !== ACCESS_RMW || a.how.at(other) !== ACCESS_RMW) return false;
  const [mine, theirs] = [write, other].map((row) => trace.site(a.site.at(row))?.text ?? '') as [string, string];
  return mine.endsWith('.delete') && (theirs.endsWith('.add') || theirs.endsWith('.set'));
}

/** `tenants.has`, `id in tenants`. */
const ASKS_WHETHER = /\.has$| in /;

/** `if (!tenants.has(id)) return; …; tenants.set(id, changed)`: another one that stores there, too, leaves something there, and takes nothing from what was asked. */
function staysFound(trace: Trace, { read, write }: Split, other: number): boolean {
  const a = trace.accesses;
  const site = trace.site(a.site.at(read));
  const asks = ASKS_WHETHER.test(site?.text ?? '');
  // What is counted there stays there.
  const leavesIt = (row: number): boolean => a.how.at(row) === ACCESS_PLAIN || (asks && trace.site(a.site.at(row))?.kind === 'update');
  if (((site?.flags ?? 0) & FLAG_FOUND) === 0 || !leavesIt(write) || !leavesIt(other)) return false;
  return asks || (a.value.at(other) & VALUE_OBJECT) !== 0;
}

/** `if (tenants.has(id)) return; …; tenants.set(id, found)`, where there was none: another one that takes it out leaves it so. */
function staysMissing(trace: Trace, writes: readonly number[], ordinal: number, { read, write }: Split, other: number): boolean {
  const { how, location, position } = trace.accesses;
  if (how.at(write) !== ACCESS_PLAIN || how.at(other) !== ACCESS_DELETE) return false;
  if (trace.locations.kind.at(location.at(read)) !== LOCATION_ENTRY) return false;
  const before = writes.slice(Math.max(0, ordinal - WRITE_WINDOW), ordinal).findLast((row) => position.at(row) < position.at(read));
  return before === undefined ? ordinal <= WRITE_WINDOW : how.at(before) === ACCESS_DELETE;
}

/** `const page = queue.find(isNew); …; queue.push(linkOf(page))`: what is put there is made of one element, which those that others put there leave as it was. */
function addsBeside(trace: Trace, { kind, read, write }: Split, other: number): boolean {
  const textAt = (row: number): string => trace.site(trace.accesses.site.at(row))?.text ?? '';
  return kind === 'value' && textAt(read).endsWith('.find') && PUTS_LAST.test(textAt(write)) && PUTS_LAST.test(textAt(other));
}

/** A collection was searched, by a method or a loop: for what, is not recorded, but whoever has reserved another key looked for another one. */
function isSearch(trace: Trace, read: number): boolean {
  const { accesses: a, locations } = trace;
  return locations.kind.at(a.location.at(read)) === LOCATION_WHOLE && !COUNTS.test(trace.site(a.site.at(read))?.text ?? '');
}

/**
 * F1: both store the same primitive. A flag that both set after the same check still means that the work was done twice, and two tasks that
 * both make 5 into 6 have counted one time: what is computed from the read is harmless only when it changes nothing. Two that found an entry and
 * both removed it have both done what was to be done once; that it could happen says little, that it did says enough.
 */
function isHarmless(trace: Trace, split: Split, other: number, observed: boolean): boolean {
  const a = trace.accesses;
  const textAt = (row: number): string => trace.site(a.site.at(row))?.text ?? '';
  const taking = textAt(split.write);
  // What is made of one element and put beside it takes nothing from what others have put there.
  if (split.kind === 'value' && PUTS.test(taking) && (GIVES_ONE.test(textAt(split.read)) || givesOwnPlace(trace, split))) return true;
  // A version is compared with what is there before it is replaced: the older one gives way, whoever comes first.
  if (split.kind === 'value' && trace.hasFlag(a.site.at(split.write), FLAG_NEWEST)) return true;
  if (split.kind === 'value' && storesElements(trace, split, textAt(split.read), [taking, textAt(other)])) return true;
  if (TAKES.test(taking)) {
    const theirs = textAt(other);
    // What is taken from one end was there when it was looked for, whatever has been put to the other end since.
    if (TAKES_FIRST.test(taking) ? PUTS_LAST.test(theirs) : TAKES_LAST.test(taking) && PUTS_FIRST.test(theirs)) return true;
    if (isCountedOut(trace, split.write) && PUTS_LAST.test(theirs)) return true;
    // What stood at the end is not recorded: only that another one took it meanwhile says that there were two at it.
    if (split.kind === 'value' && isLook(textAt(split.read), taking) && (!observed || isOtherEnd(taking, theirs))) return true;
  }
  if (a.how.at(split.write) === ACCESS_DELETE && a.how.at(other) === ACCESS_DELETE) return !observed;
  const [mine, theirs] = [a.value.at(split.write), a.value.at(other)];
  if (mine === 0 || mine !== theirs) return false;
  // The very object that both have is put back where it was: what either has changed in it stays. Without a number it may be any.
  if ((mine & VALUE_OBJECT) !== 0) return split.kind !== 'guard' && (mine & ~(VALUE_OBJECT | VALUE_PROMISE)) !== 0;
  if (a.location.at(split.read) !== a.location.at(split.write)) return !(observed && takesFreePlace(trace, split, mine));
  if (split.kind !== 'guard' && a.value.at(split.read) !== mine) return false;
  if (split.kind !== 'guard') return true;
  // What was tested is used up and set back (a size to 0, a field to null): both did so, for one time.
  if (isUsedUp(mine)) return !observed;
  if (mine === VALUE_TRUE || mine === VALUE_FALSE) return false;
  // That both note the same moment is chance.
  if (clockWrites(trace).has(a.site.at(split.write))) return false;
  // What both have loaded or computed is one answer; a mark that both set (`status = 'paid'`) says that both have done what it stands for.
  return !isMarkOf(trace, split);
}

/**
 * `const row = [...rows.values()].find(isIt); …; rows.set(row.id, changed)`: under another key it takes nothing from what others have stored or removed, and under the same one the entry tells
 * (WholeReads). Which element `rows.splice(at, 1, changed)` replaces is not recorded.
 */
function storesElements({ accesses: a, locations }: Trace, { write }: Split, read: string, stores: readonly string[]): boolean {
  if (locations.kind.at(a.location.at(write)) !== LOCATION_WHOLE) return false;
  const areAll = (pattern: RegExp): boolean => stores.every((text) => pattern.test(text));
  return (SETS.test(stores[0] ?? '') && areAll(CHANGES_ONE) && !SIZE.test(read)) || (areAll(REPLACES) && GIVES_ONE.test(read));
}

/**
 * The check passed because of the other write, the last one before it, which made something of nothing or nothing of something. Had that come later, the check
 * would have failed, and nothing would have been done.
 */
function madeItPass(trace: Trace, writes: readonly number[], at: number, { kind, read }: Split): boolean {
  const a = trace.accesses;
  const other = writes[at] as number;
  const next = writes[at + 1];
  if (kind !== 'guard' || a.position.at(other) > a.position.at(read)) return false;
  if (next !== undefined && a.position.at(next) < a.position.at(read)) return false;
  const before = writes[at - 1];
  if (a.value.at(other) === VALUE_UNKNOWN && a.how.at(other) !== ACCESS_DELETE) return false;
  if (before === undefined) return (a.value.at(other) & VALUE_OBJECT) !== 0;
  return (
    isNothing(trace, other) !== isNothing(trace, before) && (a.value.at(before) !== VALUE_UNKNOWN || a.how.at(before) === ACCESS_DELETE)
  );
}

/** `rows.push(row); return rows.length - 1`: the place of what the same step has put there, by which it is found whatever is put behind it. */
function givesOwnPlace(trace: Trace, { read, mark }: Split): boolean {
  return LENGTH.test(trace.site(trace.accesses.site.at(read))?.text ?? '') && PUTS_LAST.test(trace.site(mark)?.text ?? '');
}

const SETS = /\.set$/;
const CHANGES_ONE = /\.(?:set|delete)$/;
const LENGTH = /\.length$/;
const SIZE = /\.size$/;
const REPLACES = /\.splice$/;
const GIVES_ONE = /\.(?:find|shift|pop)$/;
const TAKES_FIRST = /\.shift$/;
const TAKES_LAST = /\.pop$/;
const PUTS_LAST = /\.push$/;
const PUTS_FIRST = /\.unshift$/;

/** `queue[0]` (known by its list), `queue.at(0)` or `queue.slice(0, n)`, of the list that something is taken from. */
function isLook(read: string, taking: string): boolean {
  return read.replace(/\.(?:at|slice)$/, '') === taking.replace(TAKES, '');
}

/** `rows.splice(0, batch.length)`: as many as were there, from where they were. */
function isCountedOut(trace: Trace, write: number): boolean {
  return trace.hasFlag(trace.accesses.site.at(write), FLAG_SUBTRACTS);
}

function isOtherEnd(taking: string, theirs: string): boolean {
  return TAKES_LAST.test(taking) ? TAKES_FIRST.test(theirs) : TAKES_LAST.test(theirs);
}

const LONG_GAP_NS = 1e9;
const TOO_LONG_GAP_NS = 10e9;
const STATISTICS = /count|stat|metric|hits|total(?:s)?Requests/i;

/** The check found nothing there, and the other write makes nothing of it (a token that has expired, an entry that is dropped): after that it would pass as well. */
function leavesItPassing(trace: Trace, writes: readonly number[], ordinal: number, { kind, read }: Split, other: number): boolean {
  if (kind !== 'guard' || !isNothing(trace, other)) return false;
  const { value, position, site } = trace.accesses;
  if (value.at(read) !== VALUE_UNKNOWN && !isSearching(trace, read)) return isFalsy(value.at(read));
  const before = firstFrom(trace, writes, position.at(read) + 1) - 1;
  if (before >= 0) return isNothing(trace, writes[before] as number);
  // What stood there at first is not recorded: the file says it (a field without a value), or what the same write found when it was made again.
  const own = site.at(writes[ordinal] as number);
  // A mark is set by who has not found it.
  if (trace.hasFlag(own, FLAG_DECLARED_EMPTY) || value.at(writes[ordinal] as number) === VALUE_TRUE) return true;
  const again = writes.findIndex((row, i) => i > ordinal && site.at(row) === own);
  return again > 0 && isNothing(trace, writes[again - 1] as number);
}

function confidenceOf(trace: Trace, split: Split, other: number, observed: boolean): number {
  const a = trace.accesses;
  const s = trace.segments;
  const byKind = split.kind === 'guard' ? (observed ? 0.8 : 0.65) : observed ? 0.9 : 0.75;
  let confidence = byKind;
  if (observed && a.how.at(split.write) === ACCESS_DELETE) confidence = 0.7;
  if (observed && split.kind !== 'guard' && a.how.at(other) !== ACCESS_DELETE) confidence = 0.95;
  if (!observed) {
    const [mine, theirs] = [rootOf(trace, a.segment.at(split.write)), rootOf(trace, a.segment.at(other))];
    if (mine !== NONE && theirs !== NONE) confidence *= 0.9;
    else {
      // Something must be late for the order to flip: by how much?
      if (mine !== NONE || theirs !== NONE) confidence *= 0.75;
      const gap = Math.max(
        s.startNs.at(a.segment.at(other)) - s.startNs.at(a.segment.at(split.write)),
        s.startNs.at(a.segment.at(split.read)) - s.startNs.at(a.segment.at(other)),
      );
      if (gap >= TOO_LONG_GAP_NS) return 0;
      if (gap >= LONG_GAP_NS) confidence *= 0.5;
    }
  }
  // A counter that only reports would be wrong, but rarely matters (F3).
  if (a.how.at(other) === ACCESS_RMW && STATISTICS.test(locationText(trace, a.location.at(other), NONE))) confidence *= 0.8;
  return confidence;
}
