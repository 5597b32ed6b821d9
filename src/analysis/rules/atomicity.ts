/**
 * race.atomicity, race.check-then-act, race.stale-compound: a location is read, then written by the same activation after an await, and the write depends on
 * what was read; another activation's write can come between (detection.md §3.3, filters §3.8).
 *
 * The transform supplies which reads feed which writes (pairs); the run proves that the location is shared and that no order and no lock keeps the other
 * write out. `b` can stand between `a` and `c` iff not (b ≤ a) and not (c ≤ b) in the must order.
 */
import {
  ACCESS_DELETE,
  ACCESS_RMW,
  FLAG_DECLARED_EMPTY,
  FLAG_MARK,
  VALUE_EMPTY,
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_OBJECT,
  VALUE_TRUE,
  VALUE_UNDEFINED,
  VALUE_UNKNOWN,
  VALUE_ZERO,
} from '../../model/vocabulary.ts';
import { addTo, countBelow } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { atomOf, firstFrom, lastBefore, locationText, type LocationAccesses, TAKES } from '../accesses.ts';
import type { AnalysisContext, Rule } from '../analyze.ts';
import { factsOf } from '../facts.ts';
import type { Draft } from '../finding.ts';
import type { Holding } from '../holding.ts';
import { areSteps, isOneWork, isSetOffBy, isWithin, stepOf } from '../lineage.ts';
import { isFalsy } from '../handLocks.ts';
import { WholeReads } from '../wholeReads.ts';
import type { DependencePair } from '../links.ts';
import { type Conflict, type PairKind, type Split, toDraft } from './atomicityDraft.ts';
import { rootOf } from '../roots.ts';

export const atomicityRule: Rule = { kinds: ['race.atomicity', 'race.check-then-act', 'race.stale-compound'], run: findAtomicity };

/** How far back a read is looked for, and how many other writes are tried on each side. */
const READ_WINDOW = 512;
const WRITE_WINDOW = 64;
/** How many other tests on each side are looked at for calls that ran at the same time. */
const MANY_WINDOW = 16;
/** Accesses before a look among which the mark of the same step is. */
const MARK_WINDOW = 8;
/** After this many occurrences at one write the rest are not looked for. */
const MAX_OCCURRENCES = 100;

/** A stored stale value says more than a stale check. */
const KIND_RANK: Readonly<Record<PairKind, number>> = { stale: 3, value: 2, guard: 1 };

/** Writes of one location between two looks whether a view waits: some milliseconds. */
const PAUSE_EVERY = 512;

function findAtomicity(context: AnalysisContext): Draft[] {
  const { trace } = context;
  if (trace.pairs.length + trace.links.length === 0) return [];
  const { groups, holding, pairsByWrite: byWrite } = factsOf(context);
  const best = new Map<number, { conflict: Conflict; location: number; count: number }>();
  const wholes = new WholeReads(trace, byWrite);
  for (const group of groups) {
    if (context.options.isCancelled()) break;
    let ordinal = -1;
    const writers = writersOf(trace, group);
    const splits = new Splits(trace, group, byWrite, wholes);
    for (const [at, write] of group.rows.entries()) {
      if (trace.accesses.write.at(write) === 0) continue;
      ordinal++;
      if (ordinal % PAUSE_EVERY === 0 && context.options.isCancelled()) break;
      for (const split of splits.at(at)) {
        const key = split.calls?.write ?? trace.accesses.site.at(write);
        if ((best.get(key)?.count ?? 0) >= MAX_OCCURRENCES) continue;
        const conflict = findConflict(context, holding, writers, ordinal, split);
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
  // A cache class of the program: its own map, and what it is to its callers, are one defect.
  const lines = new Set(
    [...best.values()].filter((b) => b.conflict.calls === undefined).map((b) => lineOf(trace, trace.accesses.site.at(b.conflict.write))),
  );
  for (const [key, { conflict }] of best) {
    if (conflict.calls !== undefined && lines.has(lineOf(trace, conflict.calls.write))) best.delete(key);
  }
  return [...best.values()].flatMap(({ conflict, location, count }) =>
    Array.from({ length: count }, () => toDraft(context, conflict, location)),
  );
}

function lineOf(trace: Trace, site: number): string {
  const row = trace.site(site);
  return row === undefined ? '' : `${row.file}:${row.line}`;
}

function isStronger(a: Conflict, b: Conflict): boolean {
  return KIND_RANK[a.kind] !== KIND_RANK[b.kind] ? KIND_RANK[a.kind] > KIND_RANK[b.kind] : a.confidence > b.confidence;
}

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
  #passing: ReadonlySet<string> | undefined;

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
    if (pairs === undefined) return [];
    const found: Split[] = [];
    for (const pair of pairs) {
      const reads = this.#readsAt(pair.read);
      const isOwn = (row: number): boolean => isSameWork(trace, row, write, false);
      const choice = reads.length > 0 ? undefined : this.#wholes?.choiceOf(pair, this.#group, place, isOwn);
      if (choice !== undefined) found.push({ read: choice, write, kind: pair.kind, mark: NONE });
      for (let i = countBelow(reads, place) - 1; i >= 0 && (reads[i] as number) >= place - READ_WINDOW; i--) {
        const from = reads[i] as number;
        const read = rows[from] as number;
        if (!isSameWork(trace, read, write, pair.calls !== undefined)) continue;
        if (pair.kind === 'guard' && this.#isOfMany(reads, i, write)) continue;
        if (pair.kind === 'guard' && this.#isFailed(reads, from, write)) break;
        if (atomOf(trace, read) !== atomOf(trace, write) && !wasClaimed(trace, this.#group, from, place, pair.kind)) {
          const mark = this.#markBefore(from, place);
          found.push({ read, write, kind: pair.kind, mark, ...(pair.calls === undefined ? {} : { calls: pair.calls }) });
        }
        break;
      }
    }
    return found;
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
      for (const look of looks.get(activation) ?? []) if (look.atom !== atom) found.add(look.key);
      looks.delete(activation);
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
    return mark !== undefined && atomOf(this.#trace, mark) === atomOf(this.#trace, read) ? a.site.at(mark) : NONE;
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

  /**
   * `add() { if (!this.timer) this.timer = setTimeout(() => this.flush()); }`: where this check finds nothing it leaves its mark at once; here it found something
   * and left none. What another function wrote later (`close() { this.flush(); }`) does not follow from it.
   */
  #isFailed(reads: readonly number[], place: number, write: number): boolean {
    const { accesses: a } = this.#trace;
    const site = a.site.at(this.#group.rows[place] as number);
    if (this.#trace.functionAt(a.site.at(write)) === this.#trace.functionAt(site) || this.#isMarked(place)) return false;
    let passes = this.#passes.get(site);
    if (passes === undefined) {
      passes = new Set(reads.filter((other) => this.#isMarked(other)).map((other) => this.#foundNothing(other)));
      this.#passes.set(site, passes);
    }
    return passes.size === 1 && !passes.has(this.#foundNothing(place));
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

/** Read and write belong to one piece of work. */
function isSameWork(trace: Trace, read: number, write: number, isLinked: boolean): boolean {
  const a = trace.accesses;
  const isOneFunction = trace.site(a.site.at(read))?.function === trace.site(a.site.at(write))?.function;
  const [first, second] = [a.activation.at(read), a.activation.at(write)];
  if (isOneWork(trace, first, second, isOneFunction)) return true;
  if (!isLinked) return false;
  // Callbacks of other files are no activations: the write comes from a step that the read set off.
  return first === NONE || second === NONE ? isSetOffBy(trace, a.segment.at(write), a.segment.at(read)) : areSteps(trace, first, second);
}

/**
 * The same work wrote the location between the check and this write: it marked its claim in the step of the check, so that others see the check fail (F6, F7);
 * or it acted before, and that write is what is reported.
 */
function wasClaimed(trace: Trace, group: LocationAccesses, from: number, to: number, kind: PairKind): boolean {
  if (kind !== 'guard') return false;
  const a = trace.accesses;
  const [read, write] = [group.rows[from] as number, group.rows[to] as number];
  const [reader, writer] = [a.activation.at(read), a.activation.at(write)];
  const isOfCheck = (row: number): boolean =>
    reader !== NONE && atomOf(trace, row) === atomOf(trace, read) && isWithin(trace, a.activation.at(row), reader);
  for (let i = from + 1; i < to; i++) {
    const row = group.rows[i] as number;
    if (a.write.at(row) !== 1) continue;
    const by = a.activation.at(row);
    // Another call at the same place acted on the check at once; this one was set going later.
    if (a.site.at(row) === a.site.at(write) ? by !== writer && isOfCheck(row) : by === writer || isOfCheck(row)) return true;
  }
  return false;
}

/** The writes of a location, with what is asked of them most. */
interface Writers {
  readonly writes: readonly number[];
  readonly segments: Int32Array;
  readonly activations: Int32Array;
}

function writersOf({ accesses: a }: Trace, { writes }: LocationAccesses): Writers {
  return {
    writes,
    segments: Int32Array.from(writes, (row) => a.segment.at(row)),
    activations: Int32Array.from(writes, (row) => a.activation.at(row)),
  };
}

/** `ordinal`: the write's place among the writes of its location. */
function findConflict(
  context: AnalysisContext,
  holding: Holding,
  { writes, segments, activations }: Writers,
  ordinal: number,
  split: Split,
): Conflict | undefined {
  const { trace, order } = context;
  const a = trace.accesses;
  const [readSegment, writeSegment] = [a.segment.at(split.read), a.segment.at(split.write)];
  const crosses = order.crossesTurn(readSegment, writeSegment);
  const own = a.activation.at(split.write);
  // Who searched a list chose this element for what was in it, which is not recorded: only that another took it meanwhile says something.
  const isChoice = a.location.at(split.read) !== a.location.at(split.write);
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
    if (order.isOrdered(segment, readSegment) || order.isOrdered(writeSegment, segment)) {
      ordered[side] = segment;
      continue;
    }
    const other = writes[at] as number;
    if (split.kind === 'guard' && split.mark !== NONE && a.site.at(other) === split.mark) continue;
    if (split.kind === 'guard' && isOfOneCheck(trace, split, other)) continue;
    if (order.isOrdered(readSegment, segment) && order.isOrdered(segment, writeSegment) && isStep(trace, split, other)) continue;
    const observed = a.position.at(other) > a.position.at(split.read) && a.position.at(other) < a.position.at(split.write);
    if (!observed && (isChoice || !crosses)) continue;
    if (!observed && (madeItPass(trace, writes, at, split) || leavesItPassing(trace, writes, ordinal, split, other))) continue;
    if (isHarmless(trace, split, other, observed) || holding.isExcluded(split.read, split.write, other)) continue;
    if (split.kind === 'guard' && isSearch(trace, split.read) && holding.isOtherKey(split.read, split.write, other)) continue;
    const confidence = confidenceOf(trace, split, other, observed);
    if (best === undefined || confidence > best.confidence) best = { ...split, other, observed, confidence };
    if (observed) break;
  }
  return best;
}

/** `if (left) jobs.forEach((job) => job.then(() => --left || done()))`: callbacks of the one call that made the check, which none of them passed by itself. */
function isOfOneCheck(trace: Trace, { read, write }: Split, other: number): boolean {
  const a = trace.accesses;
  const [reader, mine, theirs] = [a.activation.at(read), a.activation.at(write), a.activation.at(other)];
  if (reader === NONE || mine === NONE || theirs === NONE || reader === mine || reader === theirs) return false;
  return a.site.at(write) === a.site.at(other) && isWithin(trace, mine, reader) && isWithin(trace, theirs, reader);
}

const SEARCHES = /\.(?:some|every|find|findIndex|findLast|includes|indexOf|filter)$/;

/** A list was searched: for what, is not recorded, but whoever has reserved another key looked for another one. */
function isSearch(trace: Trace, read: number): boolean {
  return SEARCHES.test(trace.site(trace.accesses.site.at(read))?.text ?? '');
}

/**
 * F4: what always runs between the read and the write may be a step of the work itself, which it started and waited for. Another call of the same function
 * never is: there the order only says that every run loses the update.
 */
function isStep(trace: Trace, split: Split, other: number): boolean {
  const a = trace.accesses;
  const acts = trace.activations;
  const [mine, theirs] = [a.activation.at(split.write), a.activation.at(other)];
  if (mine === NONE && theirs === NONE && split.kind !== 'guard') {
    return a.site.at(other) !== a.site.at(split.write) || isSetOffBy(trace, a.segment.at(other), a.segment.at(split.read));
  }
  return (
    (split.kind === 'guard' && !isUsedUp(a.value.at(split.write))) ||
    mine === NONE ||
    theirs === NONE ||
    acts.fn.at(mine) !== acts.fn.at(theirs) ||
    isWithin(trace, theirs, mine) ||
    isChain(trace, split, other)
  );
}

/** `const outer = req.params; next(); function next() { req.params = …(outer); layer(req, next); }`: calls of a function of the one that read, each set off by the one before. */
function isChain(trace: Trace, { read, write }: Split, other: number): boolean {
  const a = trace.accesses;
  const [reader, mine, theirs] = [a.activation.at(read), a.activation.at(write), a.activation.at(other)];
  if (reader === NONE || reader === mine || !isWithin(trace, mine, reader) || !isWithin(trace, theirs, reader)) return false;
  return isSetOffBy(trace, a.segment.at(write), a.segment.at(other));
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
  if (TAKES.test(taking)) {
    const theirs = textAt(other);
    // What is taken from the front was there when it was looked for, whatever has been put behind it since.
    if (TAKES_FIRST.test(taking) && PUTS_LAST.test(theirs)) return true;
    // What stood at the end is not recorded: only that another one took it meanwhile says that there were two at it.
    if (split.kind === 'value' && isLook(textAt(split.read), taking) && (!observed || isOtherEnd(taking, theirs))) return true;
  }
  if (a.how.at(split.write) === ACCESS_DELETE && a.how.at(other) === ACCESS_DELETE) return !observed;
  const [mine, theirs] = [a.value.at(split.write), a.value.at(other)];
  if (mine === 0 || mine !== theirs || (mine & VALUE_OBJECT) !== 0) return false;
  if (a.location.at(split.read) !== a.location.at(split.write)) return true;
  if (split.kind !== 'guard' && a.value.at(split.read) !== mine) return false;
  if (split.kind !== 'guard') return true;
  // What was tested is used up and set back (a size to 0, a field to null): both did so, for one time.
  if (isUsedUp(mine)) return !observed;
  if (mine === VALUE_TRUE || mine === VALUE_FALSE) return false;
  // What both have loaded or computed is one answer; a mark that both set (`status = 'paid'`) says that both have done what it stands for.
  return ((trace.site(a.site.at(split.write))?.flags ?? 0) & FLAG_MARK) === 0;
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

function isNothing(trace: Trace, write: number): boolean {
  return trace.accesses.how.at(write) === ACCESS_DELETE || isFalsy(trace.accesses.value.at(write));
}

const TAKES_FIRST = /\.shift$/;
const TAKES_LAST = /\.pop$/;
const PUTS_LAST = /\.push$/;

/** `queue[0]` (known by its list) or `queue.at(0)`, of the list that something is taken from. */
function isLook(read: string, taking: string): boolean {
  return read.replace(/\.at$/, '') === taking.replace(TAKES, '');
}

function isOtherEnd(taking: string, theirs: string): boolean {
  return TAKES_LAST.test(taking) ? TAKES_FIRST.test(theirs) : TAKES_LAST.test(theirs);
}

/** What was tested has been dealt with: it is back at nothing. */
function isUsedUp(value: number): boolean {
  return value === VALUE_ZERO || value === VALUE_NULL || value === VALUE_UNDEFINED || value === VALUE_EMPTY;
}

const LONG_GAP_NS = 1e9;
const TOO_LONG_GAP_NS = 10e9;
const STATISTICS = /count|stat|metric|hits|total(?:s)?Requests/i;

/** The check found nothing there, and the other write makes nothing of it (a token that has expired, an entry that is dropped): after that it would pass as well. */
function leavesItPassing(trace: Trace, writes: readonly number[], ordinal: number, { kind, read }: Split, other: number): boolean {
  if (kind !== 'guard' || !isNothing(trace, other)) return false;
  const { value, position, site } = trace.accesses;
  if (value.at(read) !== VALUE_UNKNOWN) return isFalsy(value.at(read));
  const before = firstFrom(trace, writes, position.at(read) + 1) - 1;
  if (before >= 0) return isNothing(trace, writes[before] as number);
  // What stood there at first is not recorded: the file says it (a field without a value), or what the same write found when it was made again.
  const own = site.at(writes[ordinal] as number);
  if (((trace.site(own)?.flags ?? 0) & FLAG_DECLARED_EMPTY) !== 0) return true;
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
