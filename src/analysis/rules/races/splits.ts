/** What a write depends on: the reads of the same work, made in an earlier step, from which an await parts it. For race.atomicity and its kin. */
import {
  ACCESS_DELETE,
  ACCESS_RMW,
  FLAG_ANEW,
  FLAG_COUNTS_DOWN,
  FLAG_COUNTS_UP,
  FLAG_GIVES_MARK,
  FLAG_HANDED_ON,
  ROOT_HTTP_REQUEST,
  VALUE_EMPTY,
  VALUE_NULL,
  VALUE_OBJECT,
  VALUE_UNDEFINED,
  VALUE_UNKNOWN,
  VALUE_ZERO,
} from '../../../model/vocabulary.ts';
import { addTo, addToSet } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, functionOf, isOfAny, lastBefore, type LocationAccesses } from '../../shared/accesses.ts';
import {
  areApart,
  areSteps,
  callBehind,
  callersUpFrom,
  isInnerFunction,
  isLaterPart,
  isOneWork,
  isSetOffBy,
  isWithin,
  stepOf,
} from '../../lineage.ts';
import { requestOf } from '../../roots.ts';
import { isFalsy } from '../../locks/handLocks.ts';
import { byEvents, remembered } from '../../remembered.ts';
import type { WholeReads } from '../../shared/wholeReads.ts';
import type { Carrier, DependencePair, Through } from '../../shared/links.ts';
import type { PairKind, Split } from './atomicityDraft.ts';
import { isCalledThrough, isOfOuterCall } from './calledThrough.ts';
import { pacedSplit } from './paced.ts';
import { isClamped } from './saturates.ts';
import { countBelow } from '../../../base/search.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';

/** How far back a read is looked for, in accesses of the location. */
const READ_WINDOW = 512;
/** How many other tests on each side are looked at for calls that ran at the same time. */
const MANY_WINDOW = 16;
/** Accesses before a look among which the mark of the same step is. */
const MARK_WINDOW = 8;
/** Calls between a look and a write that are gone through. */
const MAX_CALLS = 64;

/** What the writes of a location depend on. */
export class Splits {
  readonly #trace: Trace;
  readonly #group: LocationAccesses;
  readonly #byWrite: ReadonlyMap<number, readonly DependencePair[]>;
  readonly #wholes: WholeReads | undefined;
  /** Places of reads in the group by site; made when a write is one that depends on reads. */
  #reads: Map<number, number[]> | undefined;
  /** Where the check of a read, by site, left a mark at once: had it found nothing there? */
  readonly #passes = new Map<number, ReadonlySet<boolean>>();
  /** Functions within which the write of a pair is made. */
  readonly #called = new Map<DependencePair, ReadonlySet<number>>();
  #passing: ReadonlySet<string> | undefined;
  /** The objects that the place has held. */
  #held: ReadonlySet<number> | undefined;

  constructor(trace: Trace, group: LocationAccesses, byWrite: ReadonlyMap<number, readonly DependencePair[]>, wholes?: WholeReads) {
    this.#trace = trace;
    this.#group = group;
    this.#byWrite = byWrite;
    this.#wholes = wholes;
  }

  /** The reads that the write at this place depends on, made in an earlier callback of the same activation (or of a helper that it called, or that called it). */
  at(place: number): Split[] {
    const trace = this.#trace;
    const { rows } = this.#group;
    const write = rows[place] as number;
    const pairs = this.#byWrite.get(trace.accesses.site.at(write));
    if (pairs === undefined) return pacedSplit(trace, this.#group, place);
    const found: Split[] = [];
    for (const pair of pairs) {
      const reads = this.#readsAt(pair.read);
      // Where functions of another file find and mark the place, the work is that of who called them.
      let isOfCaller: ((row: number) => boolean) | undefined;
      const isOwn = (row: number): boolean =>
        pair.calls === undefined ? isOwnWork(trace, row, write) : (isOfCaller ??= workOf(trace, write, pair))(row);
      const seen = reads.length > 0 ? undefined : this.#wholes?.choiceOf(pair, this.#group, place, isOwn);
      if (seen !== undefined) found.push({ read: seen, write, kind: pair.kind, mark: NONE, calls: throughOf(trace, pair, write).calls });
      const lowest = countBelow(reads, place - READ_WINDOW);
      // All of them in the step of the write: nothing comes between (a loop that makes millions of accesses in one step).
      if (lowest < reads.length && atomOf(trace, rows[reads[lowest] as number] as number) === atomOf(trace, write)) continue;
      const last = countBelow(reads, place) - 1;
      if (last < lowest) continue;
      const isOfWork = workOf(trace, write, pair);
      for (let i = last; i >= lowest; i--) {
        const from = reads[i] as number;
        const read = rows[from] as number;
        if (!isOfWork(read) || this.#isCarriedByHeld(pair, write) || isOfOuterCall(trace, pair, read, write)) continue;
        const { kind: known, calls } = throughOf(trace, pair, write);
        // Of what was read `list.mark(name, 'seen')` has only the place at which it stores its mark; `list.update(id, { left: left - 1, by: 'me' })` more.
        const kind = known === 'value' && calls !== undefined && storesMark(trace, pair.write, calls.write) ? 'guard' : known;
        const isInStep = atomOf(trace, read) === atomOf(trace, write);
        if (kind === 'value' && calls !== undefined && this.#isTakenOff(from, write)) break;
        if (isInStep && pair.again === true) continue;
        if (pair.apart === true && isOfOneCall(trace, read, write)) continue;
        if (kind === 'guard' && this.#callsItself(pair, read, write)) continue;
        if (kind === 'guard' && this.#isOfMany(reads, i, write)) continue;
        if (kind === 'guard' && this.#isFailed(reads, from, write)) break;
        if (!isInStep && !wasClaimed(trace, this.#group, from, place, kind)) {
          const mark = this.#markBefore(from, place);
          found.push({ read, write, kind, mark, calls });
        }
        break;
      }
    }
    return found;
  }

  /** `const { head } = this; this.head = head.next; return head`: who reads takes one off, and what comes of it by another function (`push`) is another one, in a list that has gone on. */
  #isTakenOff(from: number, write: number): boolean {
    const { accesses: a } = this.#trace;
    const { rows } = this.#group;
    const read = rows[from] as number;
    let at = from + 1;
    while (at < rows.length && a.write.at(rows[at] as number) === 0) at++;
    const off = rows[at] ?? NONE;
    if (off === NONE || off >= write || atomOf(this.#trace, off) !== atomOf(this.#trace, read)) return false;
    const isObject = (row: number): boolean => (a.value.at(row) & VALUE_OBJECT) !== 0;
    return (
      functionOf(this.#trace, off) === functionOf(this.#trace, read) && isObject(write) && (isObject(off) || isUsedUp(a.value.at(off)))
    );
  }

  /** What is carried was taken out of something that lay at the place itself, as the last one of a list: whoever takes it has just looked there. */
  #isCarriedByHeld({ carrier }: DependencePair, write: number): boolean {
    if (carrier === undefined) return false;
    const { accesses, locations } = this.#trace;
    const held = (this.#held ??= new Set(this.#group.writes.map((row) => accesses.value.at(row))));
    const isHeld = (location: number): boolean => held.has(VALUE_OBJECT | locations.object.at(location));
    return carriersAt(this.#trace, carrier.from, write).some((taken) => [...taken].some(isHeld));
  }

  /**
   * `if (this.failures > limit) throw …; await call(); this.failures = 0`: what is stored is nothing, and with nothing there the same check lets pass, too. It uses
   * nothing up that another call could want.
   */
  staysOpen({ kind, read, write }: Split): boolean {
    const a = this.#trace.accesses;
    const value = a.value.at(write);
    if (kind !== 'guard' || a.how.at(write) !== 0 || !isUsedUp(value)) return false;
    this.#passing ??= this.#findPassing();
    return this.#passing.has(`${a.site.at(read)},${value}`);
  }

  /** Sites of looks, each with what was there, after which the same call went on to write in a later step. */
  #findPassing(): Set<string> {
    const a = this.#trace.accesses;
    const found = new Set<string>();
    const looks = new Map<number, { readonly atom: number; readonly key: string }[]>();
    let there = VALUE_UNKNOWN;
    for (const row of this.#group.rows) {
      const activation = a.activation.at(row);
      const atom = atomOf(this.#trace, row);
      if (a.write.at(row) === 0) {
        if (activation !== NONE) addTo(looks, activation, { atom, key: `${a.site.at(row)},${there}` });
        continue;
      }
      // `count++` gives what was there before.
      there = a.how.at(row) === 0 ? a.value.at(row) : VALUE_UNKNOWN;
      if (activation === NONE) continue;
      const own = looks.get(activation);
      for (const look of own ?? []) if (look.atom !== atom) found.add(look.key);
      if (own !== undefined) own.length = 0;
    }
    return found;
  }

  /** `waiting.push(go); if (waiting.length > 1) return;`: whoever comes later sees the mark. NONE, also where the write takes nothing out but sets. */
  #markBefore(from: number, place: number): number {
    const a = this.#trace.accesses;
    const { rows } = this.#group;
    if (a.how.at(rows[place] as number) !== ACCESS_RMW) return NONE;
    const read = rows[from] as number;
    const mark = lastBefore(rows, from, MARK_WINDOW, (row) => a.write.at(row) === 1 && a.activation.at(row) === a.activation.at(read));
    if (mark === undefined || atomOf(this.#trace, mark) !== atomOf(this.#trace, read) || this.#isRefresh(mark, from)) return NONE;
    return a.site.at(mark);
  }

  /** The test was made by one of several calls of a function that the writer set going at once: what it does itself does not follow from any of their tests. */
  #isOfMany(reads: readonly number[], at: number, write: number): boolean {
    const { accesses: a, activations: acts } = this.#trace;
    const caller = a.activation.at(write);
    const callOf = (place: number | undefined): number => {
      const reader = place === undefined ? NONE : a.activation.at(this.#group.rows[place] as number);
      return reader === NONE || reader === caller || !isWithin(this.#trace, reader, caller) ? NONE : stepOf(this.#trace, reader, caller);
    };
    const call = callOf(reads[at]);
    if (call === NONE) return false;
    return reads.slice(Math.max(0, at - MANY_WINDOW), at + MANY_WINDOW).some((place) => {
      const other = callOf(place);
      if (other === NONE || other === call || acts.fn.at(other) !== acts.fn.at(call)) return false;
      return acts.startNs.at(other) < acts.endNs.at(call) && acts.startNs.at(call) < acts.endNs.at(other);
    });
  }

  /** `this.tokens = Math.min(this.size, this.tokens + grown)`: worked out from what stands there and kept within bounds, it counts nobody in. */
  #isRefresh(mark: number, from: number): boolean {
    const { accesses: a } = this.#trace;
    const { rows } = this.#group;
    const before = rows[rows.lastIndexOf(mark, from) - 1];
    if (before === undefined || a.write.at(before) === 1 || atomOf(this.#trace, before) !== atomOf(this.#trace, mark)) return false;
    const [read, site] = [this.#trace.site(a.site.at(before)), this.#trace.site(a.site.at(mark))];
    if (site?.kind !== 'write' || this.#trace.hasFlag(a.site.at(mark), FLAG_COUNTS_UP | FLAG_COUNTS_DOWN)) return false;
    return read?.text === site.text && read.function === site.function && isClamped(this.#trace, a.site.at(mark));
  }

  /**
   * `add() { if (!this.timer) this.timer = setTimeout(() => this.flush()); }`: where this check finds nothing it leaves its mark at once; here it found something
   * and left none. What another function wrote later (`close() { this.flush(); }`) does not follow from it; what a callback writes that it made does.
   */
  #isFailed(reads: readonly number[], place: number, write: number): boolean {
    const { accesses: a } = this.#trace;
    const site = a.site.at(this.#group.rows[place] as number);
    const [writer, reader] = [this.#trace.functionAt(a.site.at(write)), this.#trace.functionAt(site)];
    if (writer === reader || isInnerFunction(this.#trace, writer, reader) || this.#isMarked(place)) return false;
    let passes = this.#passes.get(site);
    if (passes === undefined) {
      passes = new Set(reads.filter((other) => this.#isMarked(other)).map((other) => this.#foundNothing(other)));
      this.#passes.set(site, passes);
    }
    return passes.size === 1 && !passes.has(this.#foundNothing(place));
  }

  /** The two are steps of one caller, but elsewhere who looks calls who writes: this write was made without that look. */
  #callsItself(pair: DependencePair, read: number, write: number): boolean {
    const { accesses: a, activations: acts } = this.#trace;
    const [reader, writer] = [a.activation.at(read), a.activation.at(write)];
    if (!areApart(this.#trace, reader, writer) || isCalledBack(this.#trace, reader, writer)) return false;
    let calls = this.#called.get(pair);
    if (calls === undefined) {
      const writers = this.#group.writes.filter((row) => a.site.at(row) === pair.write).slice(0, READ_WINDOW);
      calls = new Set(writers.flatMap((row) => callersUpFrom(this.#trace, a.activation.at(row)).map((caller) => acts.fn.at(caller))));
      this.#called.set(pair, calls);
    }
    return calls.has(acts.fn.at(reader));
  }

  #foundNothing(place: number): boolean {
    const { accesses: a } = this.#trace;
    const before = lastBefore(this.#group.rows, place, READ_WINDOW, (row) => a.write.at(row) === 1);
    return before === undefined || isNothing(this.#trace, before);
  }

  /** The function of the read wrote the location in the same step, before anybody else looked at it. */
  #isMarked(place: number): boolean {
    const trace = this.#trace;
    const a = trace.accesses;
    const [read, next] = [this.#group.rows[place] as number, this.#group.rows[place + 1]];
    return (
      next !== undefined &&
      a.write.at(next) === 1 &&
      a.activation.at(next) === a.activation.at(read) &&
      atomOf(trace, next) === atomOf(trace, read) &&
      trace.functionAt(a.site.at(next)) === trace.functionAt(a.site.at(read))
    );
  }

  #readsAt(site: number): readonly number[] {
    if (this.#reads === undefined) {
      const a = this.#trace.accesses;
      this.#reads = new Map();
      const { rows } = this.#group;
      for (let place = 0; place < rows.length; place++) {
        const row = rows[place] as number;
        if (a.write.at(row) !== 1) addTo(this.#reads, a.site.at(row), place);
      }
    }
    return this.#reads.get(site) ?? NO_READS;
  }
}

const NO_READS: readonly number[] = [];

/** The call of `fn` that a callback was made in, whose variables are the ones it sees: another call of `fn`, further in, has others. NONE where the callback stands elsewhere. */
function madeBy(trace: Trace, activation: number, fn: number): number {
  const { activations: acts } = trace;
  if (activation === NONE || acts.sync.at(activation) !== 1 || !isInnerFunction(trace, acts.fn.at(activation), fn)) return NONE;
  return callersUpFrom(trace, activation).find((caller) => acts.fn.at(caller) === fn) ?? NONE;
}

/** Of several functions that ask the same two others: the nearest one that this write was called by. */
function throughOf(trace: Trace, pair: DependencePair, write: number): Through {
  if (pair.calls === undefined || pair.others === undefined) return pair;
  const all: readonly Through[] = [pair, ...pair.others];
  for (const caller of callersUpFrom(trace, callBehind(trace, write))) {
    const fn = trace.activations.fn.at(caller);
    const isModule = trace.functions[fn]?.parentFunction === NONE;
    const own = all.find(({ calls }) => {
      const around = calls === undefined ? NONE : trace.functionAt(calls.write);
      return around === fn || (!isModule && around !== NONE && isInnerFunction(trace, around, fn));
    });
    if (own !== undefined) return own;
  }
  return pair;
}

/** Whether a read belongs to the piece of work that made the write: many reads are asked about for each. */
export function workOf(trace: Trace, write: number, pair: DependencePair): (read: number) => boolean {
  const a = trace.accesses;
  const { calls, isCarried, carrier } = pair;
  if (isCarried === true) {
    const request = requestOf(trace, a.segment.at(write));
    const taken = carrier === undefined ? [] : carriersAt(trace, carrier.from, write);
    return (read) => {
      const asked = requestOf(trace, a.segment.at(read));
      return trace.roots[asked]?.kind === ROOT_HTTP_REQUEST
        ? asked === request
        : carrier !== undefined && isPut(trace, read, carrier, taken);
    };
  }
  const second = a.activation.at(write);
  const actor = calls === undefined ? NONE : callBehind(trace, write);
  if (actor !== NONE && !isCalledThrough(trace, pair, actor, 'write')) return () => false;
  return (read) => {
    const first = a.activation.at(read);
    const asker = calls === undefined ? NONE : callBehind(trace, read);
    if (asker !== NONE && !isCalledThrough(trace, pair, asker, 'read')) return false;
    const around = madeBy(trace, second, trace.functionAt(a.site.at(read)));
    if (around !== NONE && around !== first) return false;
    const isOwn = isOwnWork(trace, read, write) || isLaterPart(trace, first, second);
    if (calls === undefined) return isOwn && !leavesFile(trace, first, second);
    if (isOwn) return true;
    if (first !== NONE && second !== NONE && areSteps(trace, first, second)) return true;
    // Callbacks of other files, and functions that only chain what they call, are no activations: the write comes from a step that the read set off.
    return isSetOffBy(trace, a.segment.at(write), a.segment.at(read));
  };
}

/**
 * `if (this.status === 'connecting') this.pool.reset(nodes)`, and when a connection of the pool ends, which that has made, a listener stores `this.status = 'close'`: between the call that looked
 * and the one that writes stand functions of other files, and what a file tells of its own functions (`ready() { this.status = 'ready' }`) is not what happened.
 */
function leavesFile({ activations: acts, functions }: Trace, first: number, second: number): boolean {
  const fileOf = (activation: number): number | undefined => functions[acts.fn.at(activation)]?.file;
  let isLeft = false;
  // A caller is older than what it calls.
  for (let at = second, depth = 0; first !== NONE && at >= first && depth < MAX_CALLS; at = acts.parent.at(at), depth++) {
    if (at === first) return isLeft;
    isLeft ||= fileOf(at) !== fileOf(first);
  }
  return false;
}

/** The locations at which a call put something into an object, or took it out, where it may go on: site → activation → locations. */
const carriedAt = remembered(byEvents, (trace) => {
  const { accesses: a, carries, links } = trace;
  const found = new Map<number, Map<number, Set<number>>>();
  for (const { read, write } of carries) found.set(read, new Map()).set(write, new Map());
  for (const { read } of links) found.set(read, new Map());
  for (const row of accessesAtSites(trace, found.keys())) {
    const calls = found.get(a.site.at(row));
    if (calls !== undefined && a.activation.at(row) !== NONE) addToSet(calls, a.activation.at(row), a.location.at(row));
  }
  return found;
});

/** The locations from which whoever had the access done took, or to which he put, what is carried: of each caller. */
function carriersAt(trace: Trace, site: number, access: number): ReadonlySet<number>[] {
  const calls = carriedAt(trace).get(site);
  if (calls === undefined || calls.size === 0) return [];
  return callersUpFrom(trace, trace.accesses.activation.at(access)).flatMap((caller) => calls.get(caller) ?? []);
}

/** Who had the read done put what it gave into a property of the very object from which whoever had the write done took it. */
function isPut(trace: Trace, read: number, { into }: Carrier, taken: readonly ReadonlySet<number>[]): boolean {
  const put = taken.length === 0 ? [] : carriersAt(trace, into, read);
  return put.some((locations) => [...locations].some((location) => taken.some((others) => others.has(location))));
}

/** Helpers that wait for nothing may count as their caller. */
function isOfOneCall(trace: Trace, read: number, write: number): boolean {
  const { activation, site } = trace.accesses;
  const call = activation.at(read);
  return call !== NONE && call === activation.at(write) && trace.activations.fn.at(call) === trace.functionAt(site.at(read));
}

function isOwnWork(trace: Trace, read: number, write: number): boolean {
  const a = trace.accesses;
  const isOneFunction = trace.site(a.site.at(read))?.function === trace.site(a.site.at(write))?.function;
  const [first, second] = [a.activation.at(read), a.activation.at(write)];
  return isOneWork(trace, first, second, isOneFunction && !isCalledBack(trace, first, second));
}

/** `query('SELECT …', (error, rows) => { if (rows.length === 0) query('INSERT …') })`: the one call gave its answer to a callback of others, within which the other one was made. */
function isCalledBack(trace: Trace, first: number, second: number): boolean {
  if (first === NONE || trace.activations.sync.at(first) !== 1) return false;
  const chain = newest(trace);
  if (chain.of !== second) {
    const { caller, parent } = trace.activations;
    const callbacks = callersUpFrom(trace, second).filter((by) => parent.at(by) !== caller.at(by));
    Object.assign(chain, { of: second, callers: new Set(callbacks.map((by) => caller.at(by))) });
  }
  return chain.callers.has(first);
}

/** Who called the callbacks that a call is within, of the call that was asked about last: many reads are held against one write. */
const newest = remembered(byEvents, () => ({ of: NONE, callers: new Set<number>() }));

/**
 * The same work wrote the location between the check and this write: it marked its claim in the step of the check, so that others see the check fail (F6, F7);
 * or it acted before, and that write is what is reported; or a callback on the way to this one looked again, and acted on that.
 */
function wasClaimed(trace: Trace, group: LocationAccesses, from: number, to: number, kind: PairKind): boolean {
  if (kind !== 'guard') return false;
  const a = trace.accesses;
  const [read, write] = [group.rows[from] as number, group.rows[to] as number];
  const [reader, writer] = [a.activation.at(read), a.activation.at(write)];
  const isOfCheck = (row: number): boolean =>
    reader !== NONE && atomOf(trace, row) === atomOf(trace, read) && isWithin(trace, a.activation.at(row), reader);
  // `if (!this.retrying) this.open()`, and where that has failed `if (!this.retrying) { this.retrying = true; setTimeout(() => { …; this.retrying = false; }) }`: it follows from that look.
  const isAnewOnTheWay = (row: number, by: number): boolean =>
    by !== reader && trace.hasFlag(a.site.at(row), FLAG_ANEW) && isWithin(trace, writer, by) && isWithin(trace, by, reader);
  for (let i = from + 1; i < to; i++) {
    const row = group.rows[i] as number;
    if (a.write.at(row) !== 1) continue;
    const by = a.activation.at(row);
    // Another call at the same place acted on the check at once; this one was set going later. Or this call did, by a function that stores what it is given.
    const isOurs =
      a.site.at(row) === a.site.at(write)
        ? by === writer
          ? by !== NONE && atomOf(trace, row) === atomOf(trace, read)
          : isOfCheck(row)
        : by === writer || isOfCheck(row) || isAnewOnTheWay(row, by);
    if (isOurs) return true;
  }
  return false;
}

/** A word that the call gives is all that is stored. */
function storesMark(trace: Trace, write: number, call: number): boolean {
  return trace.hasFlag(call, FLAG_GIVES_MARK) && trace.hasFlag(write, FLAG_HANDED_ON) && !isOfAny(trace.site(write)?.text ?? '');
}

/** The write leaves nothing there. */
export function isNothing(trace: Trace, write: number): boolean {
  return trace.accesses.how.at(write) === ACCESS_DELETE || isFalsy(trace.accesses.value.at(write));
}

/** What was tested has been dealt with: it is back at nothing. */
export function isUsedUp(value: number): boolean {
  return value === VALUE_ZERO || value === VALUE_NULL || value === VALUE_UNDEFINED || value === VALUE_EMPTY;
}
