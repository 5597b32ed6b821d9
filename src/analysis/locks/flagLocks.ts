/**
 * Hand-written locks that are flags: places that are tested and set in one step, and cleared later (detection.md F7, §4.3 P2/P3), with the stretches in which they were taken. A program
 * that marks each of its messages has thousands of them: who asks about a moment is told those that were taken then.
 */
import { addTo } from '../../base/lists.ts';
import { firstWhere } from '../../base/search.ts';
import { type Span, SpanIndex } from '../../base/spanIndex.ts';
import { ACCESS_PLAIN, VALUE_EMPTY, VALUE_OBJECT, VALUE_PROMISE, VALUE_TRUE } from '../../model/vocabulary.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { type LocationAccesses, atomOf, decidesBranch } from '../shared/accesses.ts';
import { callersUpFrom } from '../lineage.ts';
import { isFalsy } from './handLocks.ts';

/** A stretch of one thread's stream during which a hand-written lock was taken. */
export interface Period {
  readonly from: number;
  readonly to: number;
  /** The segments in which it was taken and given back, NONE where it never was. */
  readonly taken: number;
  readonly cleared: number;
  /** The promise of who had taken it stood there. */
  readonly isPromise: boolean;
}

export interface FlagLock {
  readonly location: number;
  readonly thread: number;
  readonly writes: readonly number[];
  readonly periods: readonly Period[];
  /** Nobody has it. */
  isFree(value: number): boolean;
  /** Only ever true or nothing: no count, and no task that somebody has. */
  readonly isMark: boolean;
  /** Activations that read or wrote the flag, with the position of the first time. */
  readonly users: ReadonlyMap<number, number>;
  /** Their callers, with the position of the first time that one of theirs did. */
  readonly callers: ReadonlyMap<number, number>;
}

/** All of them, by their place and by when they were taken. */
export class FlagLocks {
  readonly all: readonly FlagLock[];
  readonly #byLocation: ReadonlyMap<number, FlagLock>;
  readonly #byPosition = new Map<number, SpanIndex<FlagLock>>();
  readonly #bySegment: SpanIndex<FlagLock>;
  readonly #byLastTurn = new Map<number, FlagLock[]>();

  constructor(trace: Trace, groups: readonly LocationAccesses[]) {
    const locks = findFlagLocks(trace, groups);
    this.all = locks;
    this.#byLocation = new Map(locks.map((lock) => [lock.location, lock]));
    const spansOf = (of: readonly FlagLock[], span: (period: Period) => readonly [number, number]): Span<FlagLock>[] =>
      of.flatMap((lock) =>
        lock.periods.map((period) => {
          const [from, to] = span(period);
          return { from, to, value: lock };
        }),
      );
    for (const thread of new Set(locks.map((lock) => lock.thread))) {
      const own = locks.filter((lock) => lock.thread === thread);
      this.#byPosition.set(thread, new SpanIndex(spansOf(own, ({ from, to }) => [from, to])));
    }
    for (const lock of locks) {
      for (const { cleared, isPromise } of lock.periods) {
        if (isPromise && cleared !== NONE) addTo(this.#byLastTurn, trace.segments.turn.at(cleared), lock);
      }
    }
    this.#bySegment = new SpanIndex(spansOf(locks, ({ taken, cleared }) => [taken, cleared === NONE ? Infinity : cleared]));
  }

  /** The one whose place this is. */
  of(location: number): FlagLock | undefined {
    return this.#byLocation.get(location);
  }

  /** Those that were taken at a position in the stream of a thread, begin and end included. */
  around(thread: number, position: number): readonly FlagLock[] {
    return this.#byPosition.get(thread)?.at(position) ?? [];
  }

  /** Those with a promise, which was taken away in this turn of the loop. */
  clearedIn(turn: number): readonly FlagLock[] {
    return this.#byLastTurn.get(turn) ?? [];
  }

  /** Those that, by the numbers of segments, were taken in this one or before it and given back in it or later. */
  during(segment: number): readonly FlagLock[] {
    return this.#bySegment.at(segment);
  }
}

/** Locations that behave as a taken/free flag: set in the same step as a branch on it, cleared later. */
function findFlagLocks(trace: Trace, groups: readonly LocationAccesses[]): FlagLock[] {
  const a = trace.accesses;
  const locks: FlagLock[] = [];
  for (const group of groups) {
    let isFree = isFalsy;
    let periods = periodsOf(trace, group, isFree);
    if (periods === undefined || periods.length === 0) {
      const word = wordsOf(trace, group).find((free) => (periods = periodsOf(trace, group, (value) => value === free, true))?.length);
      if (word === undefined || periods === undefined) continue;
      isFree = (value) => value === word;
    }
    const users = new Map<number, number>();
    for (const row of group.rows) {
      const activation = a.activation.at(row);
      if (activation !== NONE && !users.has(activation)) users.set(activation, a.position.at(row));
    }
    const callers = callersOf(trace, users);
    const isMark = group.writes.every((row) => isFalsy(a.value.at(row)) || a.value.at(row) === VALUE_TRUE);
    const thread = trace.locations.thread.at(group.location);
    locks.push({ location: group.location, thread, writes: group.writes, periods, isFree, isMark, users, callers });
  }
  return locks;
}

/** What a place is called that has one of a few words (`state = 'new'`, `'claimed'`, `'sent'`). */
function wordsOf({ accesses: a }: Trace, { writes }: LocationAccesses): number[] {
  const words = new Set<number>();
  for (const row of writes) {
    // What is counted is no word.
    if (a.how.at(row) !== ACCESS_PLAIN) return [];
    if (words.size <= MAX_WORDS) words.add(a.value.at(row));
  }
  return words.size < 2 || words.size > MAX_WORDS ? [] : [...words].filter((value) => value > VALUE_EMPTY && (value & VALUE_OBJECT) === 0);
}

/** States that somebody tells apart by their names. */
const MAX_WORDS = 6;

/** The stretches in which it was taken; undefined: it is no lock. `isWord`: whoever finds it taken, and writes what is not free in the same step, has not been kept out. */
function periodsOf(trace: Trace, group: LocationAccesses, isFree: (value: number) => boolean, isWord = false): Period[] | undefined {
  const a = trace.accesses;
  const periods: Period[] = [];
  let since = -1;
  let guard = NONE;
  let cleared = NONE;
  let taken = NONE;
  let isPromise = false;
  for (const row of group.rows) {
    if (a.write.at(row) === 0) {
      if (decidesBranch(trace, row)) guard = row;
      continue;
    }
    const value = a.value.at(row);
    if (value === 0) return undefined;
    // Tested and set in one step, or cleared for the next one and set for it, or it is no lock.
    const sure = [guard, cleared].find((at) => at !== NONE && atomOf(trace, at) === atomOf(trace, row)) ?? NONE;
    if (isFree(value)) {
      if (since >= 0) periods.push({ from: since, to: a.position.at(row), taken, cleared: a.segment.at(row), isPromise });
      since = -1;
      cleared = row;
    } else if (since < 0) {
      if (sure === NONE) return undefined;
      since = a.position.at(sure);
      taken = a.segment.at(sure);
      isPromise = (value & VALUE_OBJECT) !== 0 && (value & VALUE_PROMISE) !== 0;
    } else if (isWord && sure !== NONE) return undefined;
  }
  if (periods.length > 0 && since >= 0) periods.push({ from: since, to: Infinity, taken, cleared: NONE, isPromise });
  return periods;
}

function callersOf(trace: Trace, users: ReadonlyMap<number, number>): Map<number, number> {
  const callers = new Map<number, number>();
  for (const [user, since] of users) {
    for (const activation of callersUpFrom(trace, user)) {
      if (since < (callers.get(activation) ?? Number.POSITIVE_INFINITY)) callers.set(activation, since);
    }
  }
  return callers;
}

/** The first period around a position; both their beginnings and their ends are in order. */
export function periodAt({ periods }: FlagLock, position: number): Period | undefined {
  const period = periods[firstWhere(0, periods.length, (i) => (periods[i] as Period).to >= position)];
  return period !== undefined && period.from <= position ? period : undefined;
}

/**
 * `work.finally(() => loading.delete(key)); work.then((value) => values.set(key, value))`: what reacts to the promise that stood there comes in the turn in which that is taken away, and nothing from
 * outside in between. The period that an access is in, or that was over just before it in this way.
 */
export function periodWithReactions({ accesses: a, segments: s }: Trace, lock: FlagLock, access: number): Period | undefined {
  const position = a.position.at(access);
  const within = periodAt(lock, position);
  if (within !== undefined) return within;
  const last = lock.periods[firstWhere(0, lock.periods.length, (i) => (lock.periods[i] as Period).to >= position) - 1];
  const isReaction = last?.isPromise === true && last.cleared !== NONE && s.turn.at(last.cleared) === s.turn.at(a.segment.at(access));
  return isReaction ? last : undefined;
}

/** The last period that was begun in a segment or before it; -1. */
export function lastTakenBy({ periods }: FlagLock, segment: number): number {
  return firstWhere(0, periods.length, (i) => (periods[i] as Period).taken > segment) - 1;
}
