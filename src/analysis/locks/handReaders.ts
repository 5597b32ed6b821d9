/**
 * The readers of a hand-written read-write lock: a count beside the flag of its writers, counted up by a function that looks at the flag, and down by each reader when it is done. Several have
 * the lock at once, none while a writer has it. Or one number tells both: -1 while somebody writes, else how many read.
 */
import { addTo } from '../../base/lists.ts';
import { firstWhere } from '../../base/search.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { FLAG_COUNTS_DOWN, FLAG_COUNTS_UP, VALUE_MINUS_ONE, VALUE_ZERO } from '../../model/vocabulary.ts';
import { decidesBranch, type LocationAccesses } from '../shared/accesses.ts';
import { functionAround } from '../waiting/wakers.ts';
import { isFalsy, isOneTask, pointOf, type HandLock, type Hold, type Runs, type Waiter } from './handLocks.ts';
import { takerFunction } from './handWaits.ts';
import { ownWait } from './ownWaits.ts';

/** The lock with its readers, if the run shows them without an exception. `beside`: the other locations of its object. */
export function withReaders(trace: Trace, runs: Runs, lock: HandLock, beside: readonly LocationAccesses[]): HandLock {
  const flag = beside.find((group) => group.location === lock.location);
  if (flag === undefined || lock.permits !== 1 || lock.readers !== undefined) return lock;
  // An object can have a location for each of a thousand keys, and few of them count anything.
  let looks: Looks | undefined;
  const found = beside.flatMap((group) => {
    const readers =
      group === flag || !isCounter(trace, group) ? undefined : readersOf(trace, runs, (looks ??= looksAt(trace, flag)), group);
    return readers === undefined || !areApart(readers, lock.holds) ? [] : [readers];
  });
  const [readers, ...more] = found;
  return readers === undefined || more.length > 0 ? lock : { ...lock, readers };
}

/** Locks of one number, with those that write as its holders. */
export function findSignedLocks(trace: Trace, runs: Runs, groups: readonly LocationAccesses[]): HandLock[] {
  const { accesses: a } = trace;
  return groups.flatMap(({ location, rows, writes }) => {
    if (!writes.some((row) => a.value.at(row) === VALUE_MINUS_ONE)) return [];
    const sections = new Sections(trace, runs, looksAt(trace, { rows }));
    let isWritten = false;
    let readers = 0;
    for (const row of writes) {
      const value = a.value.at(row);
      const isUpdate = trace.site(a.site.at(row))?.kind === 'update';
      const isUp = isUpdate ? isCount(trace, row, FLAG_COUNTS_UP) : value !== VALUE_ZERO;
      const isWriter: boolean = isUpdate ? isWritten : value === VALUE_MINUS_ONE || (value === VALUE_ZERO && isWritten);
      // Where it starts.
      if (!isUpdate && value === VALUE_ZERO && !isWritten && readers === 0) continue;
      // The writer is alone.
      if (isWriter ? readers > 0 || (!isUpdate && value === VALUE_MINUS_ONE && isWritten) : isWritten) return [];
      const isTaking: boolean = isWriter ? value === VALUE_MINUS_ONE && !isUpdate : isUp;
      if (isWriter) isWritten = isTaking;
      else readers += isTaking ? 1 : -1;
      if (readers < 0 || !(isTaking ? sections.take(row, isWriter) : sections.leave(row, isWriter))) return [];
    }
    const holds = sections.of(true);
    return holds.length === 0 ? [] : [{ location, permits: 1, holds, waiting: [], gaveUp: [], readers: sections.of(false) }];
  });
}

/**
 * Locks of two places of one object, a mark of those that write and a count of those that read, with those that write as their holders: who finds no mark but others that read waits as
 * well, so that the mark alone does not tell who has the lock. `beside`: the locations of the object of one.
 */
export function findReadWriteLocks(
  trace: Trace,
  runs: Runs,
  groups: readonly LocationAccesses[],
  beside: (location: number) => readonly LocationAccesses[],
): HandLock[] {
  return groups.flatMap((count) => {
    const isUp = (flag: number): boolean => count.writes.some((row) => isCount(trace, row, flag));
    if (!isCounter(trace, count) || !isUp(FLAG_COUNTS_UP) || !isUp(FLAG_COUNTS_DOWN)) return [];
    const found = beside(count.location).flatMap((mark) => (mark === count ? [] : (ofMarkAndCount(trace, runs, mark, count) ?? [])));
    return found.length === 1 ? found : [];
  });
}

function ofMarkAndCount(trace: Trace, runs: Runs, mark: LocationAccesses, count: LocationAccesses): HandLock | undefined {
  const { accesses: a } = trace;
  const isUpdate = (row: number): boolean => trace.site(a.site.at(row))?.kind === 'update';
  if (mark.writes.length === 0 || mark.writes.some((row) => a.value.at(row) === 0 && !isUpdate(row))) return undefined;
  const inOrder = (rows: readonly number[]): number[] => rows.toSorted((x, y) => a.position.at(x) - a.position.at(y));
  const marks = new Set(mark.writes);
  const isTaking = (row: number): boolean => (isUpdate(row) ? isCount(trace, row, FLAG_COUNTS_UP) : !isFalsy(a.value.at(row)));
  const changes = takenAlone(inOrder([...mark.writes, ...count.writes]), (row) => marks.has(row), isTaking);
  if (changes === undefined) return undefined;
  // Who waits for readers may have looked at their count alone.
  const looks = looksAt(trace, { rows: inOrder([...mark.rows, ...count.rows]) });
  const sections = new Sections(trace, runs, looks);
  for (const row of changes) {
    if (!(isTaking(row) ? sections.take(row, marks.has(row)) : sections.leave(row, marks.has(row)))) return undefined;
  }
  const holds = sections.of(true);
  const waiting = sections.stillWaiting();
  if (holds.length + waiting.length === 0) return undefined;
  return { location: mark.location, permits: 1, holds, waiting, gaveUp: [], readers: sections.of(false) };
}

/** These changes without the resets where it starts, if a writer is always alone; else undefined. */
function takenAlone(
  rows: readonly number[],
  isOfWriter: (row: number) => boolean,
  isTaking: (row: number) => boolean,
): readonly number[] | undefined {
  const changes: number[] = [];
  let isWritten = false;
  let readers = 0;
  for (const row of rows) {
    const [isWriter, isTaken] = [isOfWriter(row), isTaking(row)];
    if (isWriter && !isTaken && !isWritten && readers === 0) continue;
    if (isTaken ? isWritten || (isWriter && readers > 0) : isWriter !== isWritten) return undefined;
    if (isWriter) isWritten = isTaken;
    else readers += isTaken ? 1 : -1;
    if (readers < 0) return undefined;
    changes.push(row);
  }
  return changes;
}

function isCount(trace: Trace, row: number, flag: number): boolean {
  return trace.hasFlag(trace.accesses.site.at(row), flag);
}

/** It is only ever counted up and down. */
function isCounter(trace: Trace, { writes }: LocationAccesses): boolean {
  return writes.length > 0 && writes.every((row) => isCount(trace, row, FLAG_COUNTS_UP) || isCount(trace, row, FLAG_COUNTS_DOWN));
}

function readersOf(trace: Trace, runs: Runs, looks: Looks, { writes }: LocationAccesses): Hold[] | undefined {
  const sections = new Sections(trace, runs, looks);
  for (const row of writes) {
    if (!(isCount(trace, row, FLAG_COUNTS_UP) ? sections.take(row, false) : sections.leave(row, false))) return undefined;
  }
  const readers = sections.of(false);
  return readers.length === 0 ? undefined : readers;
}

/** Looks at the lock, by the segment and the activation, and the functions that look. */
interface Looks {
  readonly tests: ReadonlyMap<string, readonly number[]>;
  readonly takers: ReadonlySet<number>;
}

function looksAt(trace: Trace, { rows }: { readonly rows: readonly number[] }): Looks {
  const { segment, activation, write } = trace.accesses;
  const tests = new Map<string, number[]>();
  const takers = new Set<number>();
  for (const row of rows) {
    if (write.at(row) !== 0 || !decidesBranch(trace, row)) continue;
    addTo(tests, `${segment.at(row)}:${activation.at(row)}`, row);
    takers.add(takerFunction(trace, row));
  }
  return { tests, takers };
}

interface Section {
  readonly hold: Hold;
  readonly isWriter: boolean;
}

/** Who has the lock from when to when, as far as the run says for each of them. */
class Sections {
  readonly #trace: Trace;
  readonly #runs: Runs;
  readonly #looks: Looks;
  readonly #all: Section[] = [];
  readonly #open = new Set<Section>();
  /** Promises that somebody was let in with already. */
  readonly #used = new Set<number>();

  constructor(trace: Trace, runs: Runs, looks: Looks) {
    this.#trace = trace;
    this.#runs = runs;
    this.#looks = looks;
  }

  of(isWriter: boolean): Hold[] {
    return this.#all.filter((s) => s.isWriter === isWriter).map((s) => s.hold);
  }

  /** It has been taken by the task that does it, which has looked in the same step, or for one that waits for a promise. False if nobody is known who has it now. */
  take(row: number, isWriter: boolean): boolean {
    const { accesses: a, tasks } = this.#trace;
    const [segment, taker] = [a.segment.at(row), takerFunction(this.#trace, row)];
    const looks = (at: number, by: number): readonly number[] => this.#looks.tests.get(`${at}:${by}`) ?? [];
    const letIn = this.#runs.settledIn(segment).filter((promise) => !this.#used.has(promise) && this.#isFor(taker, promise));
    const [promise] = letIn;
    if (promise !== undefined) {
      const activation = tasks.creator.at(promise);
      const asked = tasks.initSegment.at(promise);
      const guard = looks(asked, activation).at(-1) ?? NONE;
      if (activation === NONE || guard === NONE) return false;
      this.#used.add(promise);
      const from = { segment, ns: tasks.resolveNs.at(promise), by: activation };
      this.#begin({ activation, guard, set: row, atomic: true, promise, from, to: undefined, overlaps: 0 }, isWriter);
      return true;
    }
    const guard = looks(segment, a.activation.at(row)).findLast((test) => takerFunction(this.#trace, test) === taker) ?? NONE;
    const from = pointOf(this.#trace, row);
    if (guard === NONE || from.by === NONE) return false;
    this.#begin({ activation: from.by, guard, set: row, atomic: true, promise: NONE, from, to: undefined, overlaps: 0 }, isWriter);
    return true;
  }

  /** Who has looked where others did that got in, and was not let in; unless somebody left without giving it back: that is what they wait for then. */
  stillWaiting(): Waiter[] {
    const { accesses: a, activations: acts, tasks } = this.#trace;
    if ([...this.#open].some(({ hold }) => acts.endSegment.at(hold.activation) !== NONE)) return [];
    const takers = new Set(this.#all.map(({ hold }) => takerFunction(this.#trace, hold.guard)));
    return [...this.#looks.tests.values()].flatMap((rows): Waiter[] => {
      const guard = rows.at(-1) as number;
      if (!takers.has(takerFunction(this.#trace, guard))) return [];
      const { promise, race } = ownWait(this.#trace, this.#runs, guard);
      if (promise === NONE || race !== NONE || tasks.resolveSegment.at(promise) !== NONE) return [];
      return [{ activation: a.activation.at(guard), guard, promise, race }];
    });
  }

  #begin(hold: Hold, isWriter: boolean): void {
    const section = { hold, isWriter };
    this.#all.push(section);
    this.#open.add(section);
  }

  /** The promise is kept for the function, or made by one that looks at the lock. */
  #isFor(taker: number, promise: number): boolean {
    const site = this.#trace.tasks.site.at(promise);
    if (this.#runs.isKept(taker, site)) return true;
    const maker = functionAround(this.#trace, this.#trace.functionAt(site));
    return maker !== taker && this.#looks.takers.has(maker);
  }

  leave(row: number, isWriter: boolean): boolean {
    const point = pointOf(this.#trace, row);
    const section = [...this.#open].find((s) => s.isWriter === isWriter && isOneTask(this.#trace, s.hold.activation, point.by));
    if (section === undefined) return false;
    section.hold.to = point;
    this.#open.delete(section);
    return true;
  }
}

/** No writer had the lock while a reader had it. */
function areApart(readers: readonly Hold[], holds: readonly Hold[]): boolean {
  const endNs = (hold: Hold): number => hold.to?.ns ?? Number.POSITIVE_INFINITY;
  const writers = holds.toSorted((x, y) => x.from.ns - y.from.ns);
  return readers.every((reader) => {
    const next = firstWhere(0, writers.length, (i) => (writers[i] as Hold).from.ns >= reader.from.ns);
    const [before, after] = [writers[next - 1], writers[next]];
    return (before === undefined || endNs(before) <= reader.from.ns) && (after === undefined || isAfter(after, reader, endNs));
  });
}

function isAfter(writer: Hold, reader: Hold, endNs: (hold: Hold) => number): boolean {
  return endNs(writer) <= reader.from.ns || endNs(reader) <= writer.from.ns;
}
