/**
 * Semaphores and pools that a program has written itself (detection.md §4.3, P2 with k permits): a counter that is tested and changed in one function and changed back later, or a list
 * from which things are taken and put back, with the tasks that found nothing left and wait for a promise of their own.
 *
 * How many permits there are, the waits say: the number of tasks that had one when somebody had to wait. It must be the same each time, nobody may get one more, and only who has one
 * gives one back; else the location is something else.
 */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { FLAG_COUNTS_DOWN, FLAG_COUNTS_UP, FLAG_SUBTRACTS, VALUE_UNKNOWN, VALUE_ZERO } from '../../model/vocabulary.ts';
import { decidesBranch, type LocationAccesses, PUTS } from '../shared/accesses.ts';
import { type Runs, isFalsy, isOneTask, pointOf, type GaveUp, type HandLock, type Hold, type Point, type Waiter } from './handLocks.ts';
import { lastName } from '../names.ts';
import { hasTwice } from './lending.ts';
import { sitesNamed } from '../siteIndex.ts';
import { isLimitOf, keepsWaiters, takerFunction } from './handWaits.ts';
import { ownWait, partRaces } from './ownWaits.ts';

const TAKES = /\.(?:pop|shift)$/;
const CUTS = /\.splice$/;

/** A permit that its task gave back, and gave back again, or that another one gave back, which had given up waiting: by the access, or NONE by letting in a waiter. */
export interface ReleasedTwice {
  readonly hold: Hold;
  /** Another one gave it back. */
  readonly isForOther: boolean;
  readonly at: Point;
  readonly row: number;
  /** The function that counts back. */
  readonly gives: number;
}

interface HandPermits {
  /** Locations that behave so, and where somebody had to wait. */
  readonly locks: HandLock[];
  readonly twice: ReleasedTwice[];
  /** Counters of one permit, for which nobody had to wait. */
  readonly singles: HandLock[];
}

export function findHandPermits(trace: Trace, groups: readonly LocationAccesses[], runs: Runs): HandPermits {
  const found: HandPermits = { locks: [], twice: [], singles: [] };
  for (const group of groups) {
    const history = new History(trace, runs, group);
    const lock = history.read();
    if (lock !== undefined) found.locks.push(lock);
    const twice = lock === undefined ? history.releasedTwice() : undefined;
    if (twice !== undefined) found.twice.push(twice);
    const single = history.single();
    if (single !== undefined) found.singles.push(single);
  }
  return found;
}

/** More than so many at once are no permits: a list that is worked off gives nothing back, and each one taken would be compared with all before. */
const OPEN_LIMIT = 1000;

type Asked = readonly [task: number, segment: number, site: number];
type OpenHold = Hold & { to: Point | undefined; readonly asked: Asked };

/** The newest of all holds that there ever were, by who has it: of a counter that a million tasks step up and down, each of them asks. */
class NewestHolds {
  readonly #trace: Trace;
  /** Activation → number of its newest hold; of the newest one of whom it called itself; of it or of whoever was called below it. */
  readonly #own = new Map<number, number>();
  readonly #called = new Map<number, number>();
  readonly #below = new Map<number, number>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  add(hold: number, activation: number): void {
    const { parent } = this.#trace.activations;
    this.#own.set(activation, hold);
    if (activation !== NONE) this.#called.set(parent.at(activation), hold);
    for (let at = activation; at !== NONE; at = parent.at(at)) this.#below.set(at, hold);
  }

  /** Its own, or the one that was taken for it, before one of its callers'; NONE for none. */
  of(activation: number): number {
    if (activation === NONE) return NONE;
    const { parent } = this.#trace.activations;
    const own = this.#own.get(activation);
    if (own !== undefined) return own;
    const near = Math.max(this.#called.get(activation) ?? NONE, this.#own.get(parent.at(activation)) ?? NONE);
    if (near !== NONE) return near;
    let newest = this.#below.get(activation) ?? NONE;
    for (let at = parent.at(activation); at !== NONE; at = parent.at(at)) newest = Math.max(newest, this.#own.get(at) ?? NONE);
    return newest;
  }
}

class History {
  readonly #trace: Trace;
  readonly #runs: Runs;
  readonly #group: LocationAccesses;
  readonly #holds: OpenHold[] = [];
  readonly #newest: NewestHolds;
  #open: OpenHold[] = [];
  #waiting: Waiter[] = [];
  readonly #gaveUp: GaveUp[] = [];
  /** Somebody who waited was let go, and it is not known why. */
  #isUnclear = false;
  readonly #guards = new Map<number, number>();
  #takeFunction: number = NONE;
  /** Taken and given back by one function, as in `use(job)`. */
  #isOneFunction = true;
  #permits = 0;
  /** From here on there is one more than there should be. */
  #twice: Omit<ReleasedTwice, 'gives'> | undefined;
  /** All that were given back again. */
  readonly #again = new Set<OpenHold>();
  /** Taken or given back by plain code. */
  readonly #plain = new Set<OpenHold>();
  #isWhole = false;
  readonly #changesOf = new Map<number, number[]>();
  /** Each was given back by who alone had one, when none was left. */
  #isSingle = true;

  constructor(trace: Trace, runs: Runs, group: LocationAccesses) {
    this.#trace = trace;
    this.#runs = runs;
    this.#group = group;
    this.#newest = new NewestHolds(trace);
  }

  read(): HandLock | undefined {
    const { accesses: a } = this.#trace;
    const { writes, rows } = this.#group;
    const changes = writes.filter((row) => this.#isChange(row));
    if (changes.length === 0 || changes.length !== writes.length) return undefined;
    const first = changes.find((row) => !PUTS.test(this.#text(row))) ?? NONE;
    if (first === NONE) return undefined;
    this.#takeFunction = this.#function(first);
    if (!this.#isGivenBack(first)) return undefined;
    this.#isOneFunction = changes.every((row) => this.#function(row) === this.#takeFunction);
    for (const row of rows) {
      if (!this.#handOver(a.segment.at(row))) return undefined;
      if (a.write.at(row) === 0 ? !this.#test(row) : !this.#change(row)) return undefined;
    }
    if (!this.#handOver(Number.POSITIVE_INFINITY)) return undefined;
    this.#isWhole = true;
    if (this.#permits === 0 || this.#twice !== undefined || this.#holds.some((h) => h.activation === NONE)) return undefined;
    const { gaveUp, waiting } = partRaces(this.#trace, this.#waiting);
    return {
      location: this.#group.location,
      permits: this.#permits,
      holds: this.#holds,
      waiting,
      gaveUp: this.#isUnclear ? [] : [...this.#gaveUp, ...gaveUp],
      isUnclear: this.#isUnclear,
    };
  }

  /**
   * A counter with waiters that a task counted back twice, or a list into which it put twice what it had taken, where at least as many others did it once. What is counted up and down by two
   * functions, and by nothing else: who tries without waiting, or adds permits, does it in a third one. What is used up, or handed on by others than its owner, was given up before.
   */
  releasedTwice(): ReleasedTwice | undefined {
    const twice = this.#twice;
    if (!this.#isWhole || twice === undefined || this.#isOneFunction || !keepsWaiters(this.#trace, this.#takeFunction)) return undefined;
    const others = this.#holds.filter((h) => !this.#again.has(h) && h.activation !== twice.hold.activation);
    if (others.length < this.#again.size || others.some((h) => h.to === undefined)) return undefined;
    const { writes } = this.#group;
    const isCounter = writes.every((row) => this.#trace.site(this.#trace.accesses.site.at(row))?.kind === 'update');
    // Of what is put into a list, the next may be another one: the list must have had one twice.
    if (!isCounter && !hasTwice(this.#trace, writes)) return undefined;
    const [gives = NONE, ...more] = new Set(writes.map((row) => this.#function(row)).filter((fn) => fn !== this.#takeFunction));
    return gives !== NONE && more.length === 0 ? { ...twice, gives } : undefined;
  }

  /**
   * A counter of which each task took the last one, and gave it back before the next one asked: nobody had to wait, but the function that takes keeps whom it lets wait.
   */
  single(): HandLock | undefined {
    const [first] = this.#holds;
    if (!this.#isWhole || this.#permits > 0 || !this.#isSingle || this.#isOneFunction || this.#twice !== undefined) return undefined;
    const isOneTask = (h: OpenHold): boolean => h.activation === first?.activation && !this.#plain.has(h);
    if (first === undefined || this.#open.length > 0 || this.#holds.every(isOneTask)) return undefined;
    if (!keepsWaiters(this.#trace, this.#takeFunction)) return undefined;
    const holds = this.#holds.map((hold) => (this.#plain.has(hold) ? { ...hold, activation: NONE } : hold));
    return { location: this.#group.location, permits: 1, holds, waiting: [], gaveUp: [] };
  }

  /** The code counts back, or keeps who waits to hand it on: what is only counted up, and set to 0 at times, is no number of permits. */
  #isGivenBack(take: number): boolean {
    const trace = this.#trace;
    const taken = trace.accesses.site.at(take);
    if (trace.site(taken)?.kind !== 'update' || this.#isTaking(take) || keepsWaiters(trace, this.#takeFunction)) return true;
    return sitesNamed(trace, lastName(this.#text(take))).some((site) => site !== taken && trace.site(site)?.kind === 'update');
  }

  /** Something is taken from a list. */
  #isTaking(row: number): boolean {
    const text = this.#text(row);
    return TAKES.test(text) || (CUTS.test(text) && this.#trace.hasFlag(this.#trace.accesses.site.at(row), FLAG_SUBTRACTS));
  }

  #text(row: number): string {
    return this.#trace.site(this.#trace.accesses.site.at(row))?.text ?? '';
  }
  #function(row: number): number {
    return takerFunction(this.#trace, row);
  }
  /** One step of a counter, or one thing taken from a list or put back. What is taken several at a time (`free -= wanted`) may be all that a task needs, at once. */
  #isChange(row: number): boolean {
    const text = this.#text(row);
    const { site, value } = this.#trace.accesses;
    const isByNumber = this.#trace.hasFlag(site.at(row), FLAG_COUNTS_UP | FLAG_COUNTS_DOWN);
    const isStep = this.#trace.site(site.at(row))?.kind === 'update' && isByNumber && value.at(row) !== VALUE_UNKNOWN;
    return isStep || this.#isTaking(row) || PUTS.test(text);
  }

  /** False when it cannot be a semaphore or pool. */
  #test(row: number): boolean {
    const a = this.#trace.accesses;
    if (!decidesBranch(this.#trace, row) || this.#function(row) !== this.#takeFunction) return true;
    const activation = a.activation.at(row);
    this.#guards.set(activation, row);
    const { promise, race } = ownWait(this.#trace, this.#runs, row);
    return promise === NONE || this.#wait({ activation, guard: row, promise, race });
  }

  #wait(waiter: Waiter): boolean {
    if (this.#waiting.some((w) => w.promise === waiter.promise)) return true;
    if (this.#twice !== undefined) {
      this.#waiting.push(waiter);
      return true;
    }
    if (this.#permits === 0) this.#permits = this.#open.length;
    if (this.#permits === 0 || this.#open.length !== this.#permits) return false;
    // Who takes and waits in one loop uses up what it takes.
    const isTaker = this.#trace.activations.fn.at(waiter.activation) === this.#takeFunction;
    if (isTaker && this.#open.some((h) => h.activation === waiter.activation)) return false;
    if (this.#asksAgain(this.#askedAt(waiter))) return false;
    this.#waiting.push(waiter);
    return true;
  }

  #change(row: number): boolean {
    const a = this.#trace.accesses;
    const activation = a.activation.at(row);
    const text = this.#text(row);
    if (this.#isTaking(row)) {
      const { promise, race } = ownWait(this.#trace, this.#runs, row);
      return promise === NONE ? this.#take(row, row) : this.#wait({ activation, guard: row, promise, race });
    }
    const holds = this.#open.some((h) => h.activation === activation);
    const isTake = this.#function(row) === this.#takeFunction && !(this.#isOneFunction && holds);
    if (PUTS.test(text) || !isTake) return this.#give(row);
    const guard = this.#guards.get(activation) ?? NONE;
    return guard !== NONE && this.#take(row, guard);
  }

  #take(row: number, guard: number): boolean {
    const activation = this.#trace.accesses.activation.at(row);
    const isFull = this.#permits > 0 && this.#open.length >= this.#permits && this.#twice === undefined;
    if (isFull || (activation === NONE && (this.#permits > 0 || this.#open.length > 0))) return false;
    return this.#begin({ activation, guard, set: row, promise: NONE, from: pointOf(this.#trace, row) });
  }

  #give(row: number): boolean {
    // What a pool is filled with at first.
    if (this.#holds.length === 0) return true;
    this.#isSingle &&= this.#open.length === 1 && (this.#trace.accesses.value.at(row) === VALUE_ZERO || this.#hasLast(this.#open[0]));
    const at = this.#pointOfGive(row);
    const activation = at.by;
    const isPlain = this.#trace.accesses.activation.at(row) === NONE;
    const own = this.#holderAt(activation);
    // Of all that there ever were: only where none is open.
    const former = own ?? this.#holds[this.#newest.of(activation)];
    const holder = own ?? (former === undefined ? this.#plainHolder(at, isPlain) : undefined);
    if (holder !== undefined && (isPlain || holder.activation === NONE)) this.#plain.add(holder);
    if (holder === undefined) return this.#giveAgain(former, at, row);
    this.#end(holder, at);
    return true;
  }

  /** `free -= 1` gives what is left, where `free--` gives what was there: it was not 0 when it was looked at, and is since. */
  #hasLast(hold: OpenHold | undefined): boolean {
    const { value } = this.#trace.accesses;
    if (hold === undefined || hold.set === NONE || hold.set === hold.guard) return false;
    return value.at(hold.set) === VALUE_ZERO && !isFalsy(value.at(hold.guard)) && value.at(hold.guard) !== VALUE_UNKNOWN;
  }

  /** The one who has what there is one of, if plain code took it or gives it back. */
  #plainHolder(at: Point, isPlain: boolean): OpenHold | undefined {
    const [holder] = this.#open;
    if (holder === undefined || this.#open.length > 1 || !(isPlain || holder.activation === NONE)) return undefined;
    return this.#runs.isOrdered(holder.from.segment, at.segment) ? holder : undefined;
  }

  /** In a callback of a timer or of `then` it is the function that left it there; one that comes again and again gives for nobody. */
  #pointOfGive(row: number): Point {
    const point = pointOf(this.#trace, row);
    return point.by === NONE ? { ...point, by: this.#setOffBy(point.segment) } : point;
  }

  #setOffBy(segment: number): number {
    const { segments, tasks } = this.#trace;
    const task = segments.task.at(segment);
    const isOnce = task !== NONE && tasks.firstRun.at(task) === tasks.lastRun.at(task);
    return isOnce ? tasks.creator.at(task) : NONE;
  }

  /** False when it had none, or has given it back more than twice, or somebody else gave it back who has not given up before: permits go from hand to hand, then. */
  #giveAgain(hold: OpenHold | undefined, at: Point, row: number): boolean {
    const by = hold?.to?.by ?? NONE;
    const [other] = this.#open;
    if (hold === undefined && other !== undefined && this.#gaveUp.some((w) => isOneTask(this.#trace, w.activation, at.by))) {
      this.#twice ??= { hold: other, isForOther: true, at, row };
      return true;
    }
    if (hold === undefined || this.#again.has(hold) || by === NONE || !isOneTask(this.#trace, hold.activation, by)) return false;
    this.#again.add(hold);
    this.#twice ??= { hold, isForOther: false, at, row };
    return true;
  }

  /** Its own hold, or the one that was taken for it, before one of its callers'. */
  #holderAt(activation: number): OpenHold | undefined {
    const { parent } = this.#trace.activations;
    const holds = this.#open;
    if (activation === NONE) return undefined;
    return (
      holds.findLast((h) => h.activation === activation) ??
      holds.findLast((h) => parent.at(h.activation) === activation || parent.at(activation) === h.activation) ??
      holds.findLast((h) => isOneTask(this.#trace, h.activation, activation))
    );
  }

  /** Waiters whose promise was resolved by a task that has a permit have it now; the others look again. */
  #handOver(segment: number): boolean {
    const { tasks } = this.#trace;
    const isOver = (w: Waiter): boolean => {
      const resolved = tasks.resolveSegment.at(w.promise);
      return resolved !== NONE && resolved < segment;
    };
    const over = this.#waiting.filter(isOver).sort((x, y) => tasks.resolveSegment.at(x.promise) - tasks.resolveSegment.at(y.promise));
    if (over.length === 0) return true;
    this.#waiting = this.#waiting.filter((w) => !over.includes(w));
    for (const { activation, guard, promise } of over.filter((waiter) => !this.#countsItself(waiter))) {
      const at = tasks.resolveSegment.at(promise);
      const setOffBy = this.#setOffBy(at);
      const isAt = (h: OpenHold): boolean =>
        h.from.segment <= at &&
        (this.#runs.isRunning(h.activation, at) || (setOffBy !== NONE && isOneTask(this.#trace, h.activation, setOffBy)));
      const holder = this.#open.findLast(isAt);
      const former = holder ?? this.#holds.findLast(isAt);
      if (former === undefined) {
        const ns = tasks.resolveNs.at(promise);
        if (isLimitOf(this.#trace, at, guard)) this.#gaveUp.push({ activation, guard, promise, race: NONE, ns });
        else this.#isUnclear = true;
        continue;
      }
      const point = { segment: at, ns: tasks.resolveNs.at(promise), by: former.activation };
      if (holder !== undefined) this.#end(holder, point);
      else if (!this.#giveAgain(former, point, NONE)) continue;
      if (!this.#begin({ activation, guard, set: NONE, promise, from: point })) return false;
    }
    return true;
  }

  /** `if (active >= max) await turn(); active++`: who is let in counts itself, next. */
  #countsItself({ activation, promise }: Waiter): boolean {
    const { accesses: a, tasks } = this.#trace;
    if (this.#changesOf.size === 0) for (const row of this.#group.writes) addTo(this.#changesOf, a.activation.at(row), row);
    const next = this.#changesOf.get(activation)?.find((row) => a.segment.at(row) > tasks.resolveSegment.at(promise)) ?? NONE;
    const first = this.#holds[0]?.set ?? NONE;
    return next !== NONE && first !== NONE && a.site.at(next) === a.site.at(first);
  }

  /** The task has one from the same await, that is, in a loop: what it uses up and never gives back is no permit. */
  #asksAgain([task, segment, site]: Asked): boolean {
    return this.#open.some(({ asked }) => asked[0] === task && asked[1] !== segment && asked[2] === site && site !== NONE);
  }
  #begin(hold: Pick<Hold, 'activation' | 'guard' | 'set' | 'promise' | 'from'>): boolean {
    if (this.#open.length >= OPEN_LIMIT) return false;
    const asked = this.#askedAt(hold);
    if (this.#asksAgain(asked)) return false;
    const open: OpenHold = { ...hold, atomic: true, to: undefined, overlaps: 0, asked };
    this.#open.push(open);
    this.#newest.add(this.#holds.length, open.activation);
    this.#holds.push(open);
    return true;
  }
  /** Who asked, in which segment, and at which await. */
  #askedAt({ activation, guard }: Pick<Hold, 'activation' | 'guard'>): Asked {
    const { activations: acts, accesses: a, suspensions: s } = this.#trace;
    const segment = a.segment.at(guard);
    const task = acts.fn.at(activation) === this.#takeFunction ? acts.parent.at(activation) : activation;
    const suspension = task === NONE ? NONE : this.#runs.suspensionIn(task, segment);
    return [task, segment, suspension === NONE ? NONE : s.site.at(suspension)];
  }
  #end(hold: OpenHold, at: Point): void {
    hold.to = at;
    this.#open = this.#open.filter((h) => h !== hold);
  }
}
