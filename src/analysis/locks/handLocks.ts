/**
 * Locks that a program has written itself, recognised by what it does: a variable or property that is tested before it is set and cleared by the task that set it (detection.md §4.3,
 * P2 and P3), with the tasks that found it set and wait for a promise of their own until its holder lets them in.
 *
 * Nothing is believed that the run does not show. A location is a lock when each setting of it came from a test in the same function, each clearing from the task that had it, and
 * code of the same place was used by several tasks one after the other.
 */
import { RowLists } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import {
  COMBINE_RACE,
  LOCATION_ENTRY,
  VALUE_EMPTY,
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_OBJECT,
  VALUE_PROMISE,
  VALUE_UNDEFINED,
  VALUE_ZERO,
} from '../../model/vocabulary.ts';
import type { Trace } from '../../model/trace.ts';
import { type LocationAccesses, decidesBranch } from '../shared/accesses.ts';
import { isInnerFunction, isWithin } from '../lineage.ts';
import type { Order } from '../order/order.ts';
import { isDeferredBy, isKeptFor, isLimitOf, isPolledIn, putsInLine, takerFunction } from './handWaits.ts';
import { MAX_REACTIONS, ownWait, partRaces, resolvedAt, takenAwayIn, type TakenAway } from './ownWaits.ts';
import { SuspensionIndex } from './suspensionIndex.ts';

/** One task has the lock. */
export interface Hold {
  /** Who took it, for the job if there is one. */
  readonly activation: number;
  /** The activation that it is held by from beginning to end, where another one asked. */
  readonly job?: number;
  /** The promise of the reaction that it is held by, where that is no activation. */
  readonly work?: number;
  /** The test that it passed, and the setting (NONE: the lock was handed over to it). AccessIndex. */
  readonly guard: number;
  readonly set: number;
  /** Test and setting are one step. */
  readonly atomic: boolean;
  /** The promise that it waited for until the lock was handed over, NONE. */
  readonly promise: number;
  readonly from: Point;
  /** Undefined while it has it. */
  to: Point | undefined;
  /** Others had it as well when this one took it. */
  readonly overlaps: number;
  /** Others came meanwhile and left their work in a line: it may have been done before the lock was given back. */
  isJoined?: boolean;
}

/** Where something happened. */
export interface Point {
  readonly segment: number;
  readonly ns: number;
  /** The activation that did it, as far as it is known. */
  readonly by: number;
  /** In the stream of the thread, where it is an access. */
  readonly position?: number;
}

/** A task that found the lock taken and waits for a promise. */
export interface Waiter {
  readonly activation: number;
  readonly guard: number;
  readonly promise: number;
  /** The race that the promise is in with a limit, NONE. */
  readonly race: number;
}

/** A task that waited, and went on without the lock. */
export interface GaveUp extends Waiter {
  readonly ns: number;
}

export interface HandLock {
  readonly location: number;
  /** How many may have it at a time. */
  readonly permits: number;
  readonly holds: readonly Hold[];
  /** Never let in. */
  readonly waiting: readonly Waiter[];
  /** Those that had it along with others, while none of the `holds` did. */
  readonly readers?: readonly Hold[];
  /** Some have it between callbacks that belong to no activation: only the order tells who. */
  readonly isPlain?: boolean;
  /** Looks by such callbacks that found it taken, and were not let in as far as is known. AccessIndex. */
  readonly asked?: readonly number[];
  /** Somebody was let in, and it is not known by whom: a permit may have been given back unseen. */
  readonly isUnclear?: boolean;
  /** Who gave up before it was let in. Empty where it is not certain who got in and who did not. */
  readonly gaveUp: readonly GaveUp[];
  /** It was given back by those that did not have it. */
  readonly takenAway?: readonly TakenAway[];
}

export function isFalsy(value: number): boolean {
  return value === VALUE_FALSE || value === VALUE_UNDEFINED || value === VALUE_NULL || value === VALUE_ZERO || value === VALUE_EMPTY;
}

/** All locations that behave as locks, those included that let in more than one at a time. */
export function findHandLocks(trace: Trace, groups: readonly LocationAccesses[], runs: Runs): HandLock[] {
  return groups.flatMap((group) => new History(trace, runs, group).read() ?? []);
}

type Question = (trace: Trace, made: number, fn: number) => boolean;

/** Which activations run in a segment, and where an activation that runs in a segment suspends. */
export class Runs {
  readonly #trace: Trace;
  readonly #order: Order | undefined;
  #started: RowLists | undefined;
  #resumed: RowLists | undefined;
  #suspensions: SuspensionIndex | undefined;
  #races: Map<number, readonly number[]> | undefined;
  readonly #answers = new Map<Question, Map<string, boolean>>();
  #settled: RowLists | undefined;
  #given: Set<number> | undefined;

  /** `order`: to tell who gives back what plain callbacks have taken. */
  constructor(trace: Trace, order?: Order) {
    this.#trace = trace;
    this.#order = order;
  }
  isOrdered(a: number, b: number): boolean {
    return this.#order?.isOrdered(a, b) === true;
  }
  isRunning(activation: number, segment: number): boolean {
    const { activations: acts, segments, suspensions: s } = this.#trace;
    this.#started ??= new RowLists(segments.length, acts.length, (row) => acts.startSegment.at(row));
    this.#resumed ??= new RowLists(segments.length, s.length, (row) => s.resumeSegment.at(row));
    return (
      this.#started.of(segment).some((a) => isOneTask(this.#trace, a, activation)) ||
      this.#resumed.of(segment).some((i) => isOneTask(this.#trace, s.activation.at(i), activation))
    );
  }
  /** The last one, if there are several. */
  suspensionIn(activation: number, segment: number): number {
    this.#suspensions ??= new SuspensionIndex(this.#trace);
    return this.#suspensions.lastIn(activation, segment);
  }
  /** As `isPolledIn`. */
  isPolled(fn: number, made: number): boolean {
    return this.#ask(isPolledIn, made, fn);
  }
  /** As `isDeferredBy`. */
  isDeferred(taker: number, made: number): boolean {
    return this.#ask(isDeferredBy, made, taker);
  }
  /** As `isKeptFor`. */
  isKept(taker: number, made: number): boolean {
    return this.#ask(isKeptFor, made, taker);
  }
  /** What the code says of a promise made at a site and a function: asked again for each look at a lock. */
  #ask(question: Question, made: number, fn: number): boolean {
    let answers = this.#answers.get(question);
    if (answers === undefined) this.#answers.set(question, (answers = new Map()));
    const key = `${made} ${fn}`;
    let known = answers.get(key);
    if (known === undefined) answers.set(key, (known = question(this.#trace, made, fn)));
    return known;
  }
  /** The promises made by `new Promise` that were settled in a segment, in the order in which they were made. */
  settledIn(segment: number): readonly number[] {
    const { tasks, segments } = this.#trace;
    const kindOf = (task: number): string | undefined => this.#trace.site(tasks.site.at(task))?.kind;
    this.#settled ??= new RowLists(segments.length, tasks.length, (task) => {
      const settled = tasks.resolveSegment.at(task);
      return settled !== NONE && tasks.activation.at(task) === NONE && kindOf(task) === 'new' ? settled : NONE;
    });
    return [...this.#settled.of(segment)];
  }
  /** Those of them that the function lets somebody in with. */
  letIn(taker: number, segment: number): readonly number[] {
    return this.settledIn(segment).filter((task) => this.isKept(taker, this.#trace.tasks.site.at(task)));
  }
  /** The lock of a library gave it, or what it was made of. */
  isOfLibrary(promise: number): boolean {
    const { requests, tasks } = this.#trace;
    if (this.#given === undefined) {
      this.#given = new Set();
      for (let i = 0; i < requests.length; i++) this.#given.add(requests.promise.at(i));
    }
    let at = promise;
    for (let i = 0; at !== NONE && i < MAX_REACTIONS; i++, at = tasks.parent.at(at)) if (this.#given.has(at)) return true;
    return false;
  }
  /** What a promise of `Promise.race` is made of. */
  racersOf(race: number): readonly number[] {
    this.#races ??= new Map(this.#trace.combines.filter((c) => c.kind === COMBINE_RACE).map((c) => [c.result, c.members]));
    return this.#races.get(race) ?? [];
  }
}

/** One is the other, or was called by it. */
export function isOneTask(trace: Trace, a: number, b: number): boolean {
  return a === b || isWithin(trace, a, b) || isWithin(trace, b, a);
}

/** What a helper took that has ended since, it took for its caller, which gives it back or has it given back. */
function isLeftTo(trace: Trace, taker: number, { by, ns }: Point): boolean {
  const { parent, endSegment, endNs } = trace.activations;
  let at = taker;
  for (let i = 0; by !== NONE && i < MAX_HELPERS; i++) {
    if (at === NONE || endSegment.at(at) === NONE || endNs.at(at) > ns) return false;
    at = parent.at(at);
    if (at !== NONE && isWithin(trace, by, at)) return true;
  }
  return false;
}

/** Where an access stands, and who made it. */
export function pointOf({ accesses: a, segments }: Trace, row: number): Point {
  const segment = a.segment.at(row);
  return { segment, ns: segments.startNs.at(segment), by: a.activation.at(row), position: a.position.at(row) };
}

const MAX_HELPERS = 8;
/** What this many have at once is no lock, not even one that does not hold. */
const MAX_AT_ONCE = 256;

/** What happened to one location, in order. */
class History {
  readonly #trace: Trace;
  readonly #runs: Runs;
  readonly #group: LocationAccesses;
  readonly #holds: Hold[] = [];
  #open: Hold[] = [];
  #waiting: Waiter[] = [];
  /** The first segment in which a promise of these was resolved. */
  #nextResolved = Number.POSITIVE_INFINITY;
  #gaveUp: GaveUp[] = [];
  #isPlain = false;
  /** Tests by plain callbacks that found it taken, as far as they were not let in since. */
  #plainAskers: number[] = [];
  /** Tests before anybody had taken it: whether somebody waited then is only asked when it is given back. */
  readonly #early: number[] = [];
  /** Somebody who waited was let go then, and it is not known why. */
  #unclearNs = 0;
  readonly #takenAway: TakenAway[] = [];
  /** Activation → its newest test. */
  readonly #guards = new Map<number, number>();
  /** Timer → the activation that it looks for. */
  readonly #timers = new Map<number, number>();

  constructor(trace: Trace, runs: Runs, group: LocationAccesses) {
    this.#trace = trace;
    this.#runs = runs;
    this.#group = group;
  }

  /** An entry of a Map or Set is taken while it is there, whatever is stored. */
  get #isEntry(): boolean {
    return this.#trace.locations.kind.at(this.#group.location) === LOCATION_ENTRY;
  }
  /** What is counted is no flag (handPermits.ts), and what is there before the step is what is recorded. */
  #isCounted(row: number): boolean {
    return this.#trace.site(this.#trace.accesses.site.at(row))?.kind === 'update';
  }
  /** A value that no text tells, such as a symbol, put there in the step that looked. */
  #isToken(row: number): boolean {
    const { activation, segment } = this.#trace.accesses;
    const guard = this.#guards.get(activation.at(row)) ?? NONE;
    return guard !== NONE && segment.at(guard) === segment.at(row) && this.#function(guard) === this.#function(row);
  }
  /** The function that looked sets it, or one that stands in it does in the same step (`const enter = () => { this.taken = true; … }; if (this.taken) this.line.push(enter); else enter();`). */
  #isTakenAt(guard: number, row: number): boolean {
    if (this.#function(guard) === this.#function(row)) return true;
    const { segment, site } = this.#trace.accesses;
    const isOneStep = segment.at(guard) === segment.at(row);
    return isOneStep && isInnerFunction(this.#trace, this.#trace.functionAt(site.at(row)), this.#function(guard));
  }
  /** Undefined when it is no lock. */
  read(): HandLock | undefined {
    const a = this.#trace.accesses;
    const isFree = this.#saysFree();
    for (const row of this.#group.rows) {
      this.#handOver(a.segment.at(row));
      const isWrite = a.write.at(row) === 1;
      if (!isWrite) this.#test(row);
      else if ((a.value.at(row) === 0 && !this.#isEntry && !this.#isToken(row)) || this.#isCounted(row)) return undefined;
      else if (isFalsy(a.value.at(row)) !== isFree ? !this.#clear(row) : !this.#set(row)) return undefined;
    }
    this.#handOver(Number.POSITIVE_INFINITY);
    if (this.#holds.length === 0) return undefined;
    // `this.buffer = Buffer.concat([this.buffer, chunk])`: objects that nobody has ever taken back are what there is, and no mark of who has it.
    const isObject = (value: number): boolean => (value & VALUE_OBJECT) !== 0;
    if (!this.#isEntry && this.#group.writes.every((row) => isObject(a.value.at(row)) && (a.value.at(row) & VALUE_PROMISE) === 0)) {
      return undefined;
    }
    this.#waiting = this.#waiting.filter((w) => !this.#isOfOtherWork(w));
    const gaveUp = this.#allGaveUp();
    const takenAway = this.#takenAway;
    const lock = { location: this.#group.location, permits: 1, holds: this.#holds, waiting: this.#waiting, gaveUp, takenAway };
    return this.#isPlain ? { ...lock, isPlain: true, asked: this.#plainAskers } : lock;
  }

  /** It is true while nobody has it (`free`, `open`): the first task that tests and sets it in one function sets it to false. */
  #saysFree(): boolean {
    const a = this.#trace.accesses;
    const tests = new Map<number, number>();
    for (const row of this.#group.rows) {
      if (a.write.at(row) === 0) tests.set(a.activation.at(row), this.#function(row));
      else if (tests.get(a.activation.at(row)) === this.#function(row)) return a.value.at(row) === VALUE_FALSE;
    }
    return false;
  }

  #function(row: number): number {
    return takerFunction(this.#trace, row);
  }
  #test(row: number): void {
    const { accesses: a, tasks } = this.#trace;
    if (!decidesBranch(this.#trace, row)) return;
    const activation = a.activation.at(row);
    this.#guards.set(activation, row);
    // Whoever looks again when its timer is over polls: that was no limit.
    if (activation === NONE) this.#seeTimer(a.segment.at(row));
    else if (this.#gaveUp.length > 0) {
      this.#gaveUp = this.#gaveUp.filter((w) => w.activation !== activation || a.site.at(w.guard) !== a.site.at(row));
    }
    if (this.#holds.length === 0 && activation !== NONE) this.#early.push(row);
    if (this.#open.length === 0) return;
    if (activation === NONE) {
      this.#plainAskers.push(row);
      return;
    }
    const { promise, race } = ownWait(this.#trace, this.#runs, row);
    if (promise === NONE) {
      if (!putsInLine(this.#trace, this.#function(row))) return;
      for (const hold of this.#open) hold.isJoined ||= !isOneTask(this.#trace, hold.activation, activation);
      return;
    }
    // Who has the lock, or is called by who has it, may look at it and wait for something else: not when that never comes.
    const isHolder = this.#open.some((h) => isOneTask(this.#trace, h.activation, activation));
    if (isHolder && tasks.resolveSegment.at(promise) !== NONE) return;
    // Who took it in this very call asks again only where it asked before: elsewhere it looks at what it has set itself.
    const isOwn = (h: Hold): boolean => h.activation === activation && this.#function(h.guard) === this.#function(row);
    if (this.#open.some((h) => isOwn(h) && a.site.at(h.guard) !== a.site.at(row))) return;
    this.#waiting.push({ activation, guard: row, promise, race });
    this.#nextResolved = Math.min(this.#nextResolved, resolvedAt(tasks, promise));
  }

  /** Waiters whose promise was resolved before `segment`: by the holder, which leaves the lock set for them, or else they look again. */
  #handOver(segment: number): void {
    if (this.#nextResolved >= segment) return;
    const { tasks } = this.#trace;
    const isOver = (w: Waiter): boolean => resolvedAt(tasks, w.promise) < segment;
    const over = this.#waiting.filter(isOver).sort((x, y) => tasks.resolveSegment.at(x.promise) - tasks.resolveSegment.at(y.promise));
    this.#waiting = this.#waiting.filter((w) => !isOver(w));
    this.#nextResolved = this.#waiting.reduce((first, w) => Math.min(first, resolvedAt(tasks, w.promise)), Number.POSITIVE_INFINITY);
    for (const { activation, guard, promise } of over) {
      const at = tasks.resolveSegment.at(promise);
      const holder = this.#open.find((h) => h.from.segment <= at && this.#runs.isRunning(h.activation, at));
      const takenAway = holder === undefined ? this.#takenAwayIn(at) : undefined;
      if (holder === undefined && takenAway === undefined) {
        const ns = tasks.resolveNs.at(promise);
        if (isLimitOf(this.#trace, at, guard)) this.#gaveUp.push({ activation, guard, promise, race: NONE, ns });
        else this.#unclearNs = ns;
        continue;
      }
      const point = { segment: at, ns: tasks.resolveNs.at(promise), by: (holder ?? takenAway?.by)?.activation ?? NONE };
      if (holder !== undefined) this.#end(holder, point);
      this.#begin({ activation, guard, set: NONE, atomic: true, promise, from: point, to: undefined, overlaps: this.#open.length });
    }
  }

  #takenAwayIn(segment: number): TakenAway | undefined {
    const { gaveUp } = partRaces(this.#trace, this.#waiting);
    const found = takenAwayIn(this.#trace, this.#runs, [...this.#gaveUp, ...gaveUp], this.#open, segment);
    if (found !== undefined) this.#takenAway.push(found);
    return found;
  }

  /** Nobody ever gave it back, and who took it did wait at the same place, and went on: that wait is not for it (`if (!agents.has(host)) agents.set(host, …); return fetch(…)`). */
  #isOfOtherWork({ guard, promise }: Waiter): boolean {
    const { accesses: a, tasks } = this.#trace;
    const wasAnswered = ({ set }: Hold): boolean => {
      const before = set === NONE ? NONE : ownWait(this.#trace, this.#runs, set).promise;
      return before !== NONE && tasks.site.at(before) === tasks.site.at(promise) && resolvedAt(tasks, before) < a.segment.at(guard);
    };
    return this.#holds.every((hold) => hold.to === undefined) && this.#open.some(wasAnswered);
  }

  /** Those whose race was over before they were let in, along with those that a timer of theirs let go. */
  #allGaveUp(): GaveUp[] {
    const { gaveUp, waiting } = partRaces(this.#trace, this.#waiting);
    this.#waiting = waiting;
    return this.#unclearNs < (this.#holds.at(-1)?.from.ns ?? 0) ? [...this.#gaveUp, ...gaveUp] : [];
  }

  #set(row: number): boolean {
    const { accesses: a, segments } = this.#trace;
    const activation = a.activation.at(row);
    const guard = this.#guards.get(activation) ?? NONE;
    if (this.#setForWaiter(row)) return true;
    if (activation === NONE) return this.#setInTurn(row, guard) || this.#setByCallback(row, guard);
    // Set again by its holder: a token, a renewal.
    if (this.#open.some((h) => h.activation === activation)) return true;
    if (guard === NONE || !this.#isTakenAt(guard, row) || this.#open.length >= MAX_AT_ONCE) return false;
    const atomic = segments.atom.at(a.segment.at(guard)) === segments.atom.at(a.segment.at(row));
    const from = pointOf(this.#trace, row);
    this.#begin({ activation, guard, set: row, atomic, promise: NONE, from, to: undefined, overlaps: this.#open.length });
    return true;
  }

  /** Whoever gave it back, or a callback, has taken it for the one task that it lets in with that. */
  #setForWaiter(row: number): boolean {
    const { accesses: a, tasks } = this.#trace;
    const segment = a.segment.at(row);
    if (this.#open.length > 0) return false;
    const isLetIn = (w: Waiter): boolean => tasks.resolveSegment.at(w.promise) === segment;
    const [waiter, ...more] = this.#waiting.filter(isLetIn);
    if (waiter === undefined || more.length > 0 || waiter.activation === a.activation.at(row)) return false;
    this.#waiting = this.#waiting.filter((w) => w !== waiter);
    const from = pointOf(this.#trace, row);
    this.#begin({ ...waiter, set: row, atomic: true, from: { ...from, by: waiter.activation }, to: undefined, overlaps: 0 });
    return true;
  }

  /** A timer of a task that waits has looked, and taken it for the task. */
  #setInTurn(row: number, guard: number): boolean {
    const { accesses: a, tasks } = this.#trace;
    const [segment, asker] = [a.segment.at(row), this.#timers.get(this.#trace.segments.task.at(a.segment.at(row))) ?? NONE];
    if (guard === NONE || a.segment.at(guard) !== segment || this.#function(guard) !== this.#function(row)) return false;
    const isIt = (w: Waiter): boolean => w.activation === asker && tasks.resolveSegment.at(w.promise) === segment;
    const waiter = this.#waiting.find(isIt);
    if (waiter === undefined) return false;
    this.#waiting = this.#waiting.filter((w) => w !== waiter);
    const from = pointOf(this.#trace, row);
    this.#begin({ ...waiter, set: row, atomic: true, from, to: undefined, overlaps: this.#open.length });
    return true;
  }

  /** Plain code has looked and taken it, in one step. */
  #setByCallback(row: number, guard: number): boolean {
    const from = pointOf(this.#trace, row);
    const isOneStep = guard !== NONE && this.#trace.accesses.segment.at(guard) === from.segment && this.#isTakenAt(guard, row);
    if (!isOneStep || this.#open.length > 0) return false;
    this.#isPlain = true;
    // Who asked first is let in, as far as anybody waits.
    const asked = this.#plainAskers.shift() ?? guard;
    this.#begin({ activation: NONE, guard: asked, set: row, atomic: true, promise: NONE, from, to: undefined, overlaps: 0 });
    return true;
  }

  /** The task that a timer looks for: the one that set it, or set the one that set it. */
  #seeTimer(segment: number): void {
    const { segments, tasks } = this.#trace;
    const timer = segments.task.at(segment);
    if (timer === NONE || this.#timers.has(timer) || !/^(?:Timeout|Immediate)$/.test(this.#trace.taskType(timer))) return;
    const creator = tasks.creator.at(timer);
    const before = tasks.initSegment.at(timer);
    this.#timers.set(timer, creator === NONE && before !== NONE ? (this.#timers.get(segments.task.at(before)) ?? NONE) : creator);
  }

  #clear(row: number): boolean {
    const activation = this.#trace.accesses.activation.at(row);
    // It starts out free. What starts out taken is a signal: who gives it never had it.
    if (this.#holds.length === 0) return !this.#early.splice(0).some((early) => ownWait(this.#trace, this.#runs, early).promise !== NONE);
    if (this.#open.length === 0) return true;
    const point = pointOf(this.#trace, row);
    const isBy = (h: Hold): boolean => isOneTask(this.#trace, h.activation, activation);
    const holder = this.#open.find(isBy) ?? this.#open.find((h) => isLeftTo(this.#trace, h.activation, point));
    if (holder === undefined) return this.#takenAwayIn(point.segment) !== undefined || this.#clearByCallback(point);
    this.#end(holder, point);
    return true;
  }

  /** What follows from the taking, in plain code, gives it back. */
  #clearByCallback(point: Point): boolean {
    const [holder] = this.#open;
    if (holder === undefined || (point.by !== NONE && holder.activation !== NONE)) return false;
    if (this.#open.length > 1 || !this.#runs.isOrdered(holder.from.segment, point.segment)) return false;
    this.#isPlain = true;
    this.#holds[this.#holds.indexOf(holder)] = { ...holder, activation: NONE, to: point };
    this.#open = [];
    return true;
  }

  #begin(hold: Hold): void {
    this.#open.push(hold);
    this.#holds.push(hold);
  }
  #end(hold: Hold, at: Point): void {
    hold.to = at;
    this.#open = this.#open.filter((h) => h !== hold);
  }
}
