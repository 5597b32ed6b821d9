/**
 * race.order.use-after-close: something is used that a task which nothing orders with the use has closed (detection.md §3.4). Three kinds of evidence:
 * - a stream, socket, handle, worker or port on which a method was called after (or in the middle of a use: before) its close;
 * - a variable, property or map entry that was set to null or deleted, and whose value is then used as an object;
 * - a flag set by the close, on which a method that needs the resource open throws.
 * Only what was used after the close in this run is certain; a check that lies before an await, and the use after it, is predicted.
 */
import {
  ACCESS_DELETE,
  FLAG_FAILS_IF_SET,
  FLAG_FIRST_VALUE,
  FLAG_THROWS_IF_SET,
  FLAG_THROWS_UNLESS_SET,
  FLAG_UNCHECKED,
  LOCATION_WHOLE,
  MORE_ASSERTED,
  MORE_ENDED,
  VALUE_FALSE,
  VALUE_TRUE,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { lastBefore, locationText, type LocationAccesses, atomOf, decidesBranch, functionOf, objectOf } from '../../shared/accesses.ts';
import { isGivenForUse, usedBy } from '../../shared/given.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import type { Holding } from '../../locks/holding.ts';
import { isBehindReturn, wasUnderWay } from '../../order/underWay.ts';
import {
  AT_CLOSE,
  IS_OPEN,
  isAnnounced,
  isEmptied,
  isAppointed,
  isLookedAtLate,
  isNothing,
  isOfOwnClass,
  isExpectedCall,
  isReadyFor,
  isRefusal,
  isRefusedAtOnce,
  isTriedAgain,
  LONG_GAP_NS,
  isOfEarlierTurn,
  isOfOwnClose,
  isOwnEnd,
  ownNames,
  saysEnded,
  STOPS,
} from './closes.ts';
import { isBehindLongerTimer, looksAtTimer } from './closeTimers.ts';
import { countedIn, isDrained, looksAtCount } from './countedIn.ts';
import { isReplacedLater } from './replacedLater.ts';
import { isInnerFunction, isOneWork, isWithin } from '../../lineage.ts';
import { functionLabel, taskName } from '../../names.ts';
import { callsNamed } from '../../siteIndex.ts';

export const useAfterCloseRule: Rule = { kinds: ['race.order.use-after-close'], run: findUseAfterClose };

/** Classes whose methods are known to fail, or to lose what they are given, once they are closed. */
const RESOURCES = new Set([
  'Socket', 'TLSSocket', 'WriteStream', 'ReadStream', 'Readable', 'Writable', 'Duplex', 'Transform', 'PassThrough', 'OutgoingMessage', 'FileHandle', 'Worker', 'MessagePort', 'BroadcastChannel',
  'ChildProcess', 'Interface', 'WritableStreamDefaultWriter', 'WebSocket', 'Server', 'DatabaseSync',
]); // prettier-ignore
/** Methods of streams and servers that only ask what is there. */
const ASKS = /\.(?:read|address)$/;
/** `socket.setTimeout(ms)`: the timer begins anew with each use, and what it ends is the one that it was set for. */
const OF_IDLE = /^(?!(?:globalThis|global|window|self|\w*timers?)\.)\S+\.setTimeout$/i;
/** `end()` is the last that is written: what was written is there to be read, however late. */
const READS = /\.(?:pipe|read)$/;
const ENDS = /\.end$/;
/** A web socket, or a child process, tells the callback of the call that it is closed, and emits no error then. A datagram socket throws. */
const SENDS = /\.send$/;
/** Reads that fail where what they need is not there. */
const NEEDS = FLAG_UNCHECKED | FLAG_THROWS_IF_SET | FLAG_THROWS_UNLESS_SET | FLAG_FAILS_IF_SET;
const LIMIT = 512;
const REFUSED = 0.8;
const OWN_END = 0.45;

interface Use {
  readonly use: number;
  readonly close: number;
  /** The check that the use relies on, NONE. */
  readonly check: number;
  readonly how: 'used' | 'refused' | 'interrupted' | 'emptied';
  readonly observed: boolean;
  readonly confidence: number;
  /** It was set going before the close, and always comes after it. */
  readonly isLate?: boolean;
}

function findUseAfterClose(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { sharedGroups: groups, holding } = factsOf(context);
  const drafts: Draft[] = [];
  const own = ownNames(trace);
  const found = groups.map((group) => {
    if (context.options.isCancelled()) return [];
    if (isResource(trace, group)) return usesOfResource(context, group, own);
    // A collection that was cleared is empty, and as good as before.
    return trace.locations.kind.at(group.location) === LOCATION_WHOLE ? [] : usesOfValue(context, holding, group);
  });
  // A class of the program that refuses to work once it is closed is a resource like those of Node.
  const refusing = new Set<string>();
  for (const [i, group] of groups.entries()) {
    if (found[i]?.some((u) => u.how === 'refused')) refusing.add(objectOf(trace, group.location));
  }
  const called = new Set<string>();
  const resources = new Map<string, LocationAccesses>();
  for (const [i, group] of groups.entries()) {
    if (!isResource(trace, group)) continue;
    resources.set(objectOf(trace, group.location), group);
    if (found[i]?.length !== 0) called.add(objectOf(trace, group.location));
  }
  for (const [i, group] of groups.entries()) {
    const refuses = refusing.has(objectOf(trace, group.location));
    const uses = (found[i] ?? []).flatMap((u) => {
      if (u.how === 'refused') return called.has(objectOf(trace, group.location)) ? [] : [u];
      return refuses && u.how === 'used' ? [{ ...u, confidence: Math.max(u.confidence, REFUSED) }] : [u];
    });
    const best = new Map<string, Use>();
    for (const use of uses) {
      const key = `${trace.accesses.site.at(use.use)},${trace.accesses.site.at(use.close)}`;
      const known = best.get(key);
      if (known === undefined || use.confidence > known.confidence) best.set(key, use);
    }
    for (const use of best.values()) {
      const calls = use.how === 'refused' ? resources.get(objectOf(trace, group.location)) : undefined;
      const asCalled = calls && calledFor(trace, calls, use);
      if (asCalled && isExpectedCall(trace, asCalled.use)) continue;
      drafts.push(asCalled ? toDraft(context, calls, asCalled) : toDraft(context, group, use));
    }
  }
  return drafts;
}

/** The calls of the object that were refused, and that have closed it, where they are known. */
function calledFor({ accesses: a }: Trace, { rows }: LocationAccesses, refused: Use): Use | undefined {
  const before = (of: number, write: number): number | undefined =>
    rows.findLast((row) => a.write.at(row) === write && a.segment.at(row) === a.segment.at(of) && a.position.at(row) < a.position.at(of));
  const [use, close] = [before(refused.use, 0), before(refused.close, 1)];
  return use === undefined || close === undefined ? undefined : { ...refused, use, close, how: 'used' };
}

function isResource(trace: Trace, group: LocationAccesses): boolean {
  return trace.string(trace.locations.key.at(group.location)) === IS_OPEN;
}

function isUnordered({ order }: AnalysisContext, a: number, b: number): boolean {
  return !order.isOrdered(a, b) && !order.isOrdered(b, a);
}

// --- resources ---

function usesOfResource(context: AnalysisContext, group: LocationAccesses, own: ReadonlySet<string>): Use[] {
  const { trace } = context;
  const a = trace.accesses;
  const className = trace.string(trace.locations.className.at(group.location));
  // A class of the program's own that is called `Socket` or `Worker` does what it likes once it is closed.
  const known = RESOURCES.has(className) && !isOfOwnClass(trace, group, own);
  const found: Use[] = [];
  let closed = NONE;
  const open: number[] = [];
  const rows = group.rows.slice(0, LIMIT);
  // What an object of the program's own does several times ends one job of it each time, not the object.
  if (!known && rows.filter((row) => a.write.at(row) === 1 && a.value.at(row) === VALUE_FALSE).length > 1) return [];
  for (const row of rows) {
    if (a.write.at(row) === 1) {
      if (a.value.at(row) === VALUE_FALSE) {
        found.push(...interrupted(context, group, open, row, known));
        if (closed === NONE) closed = row;
      } else closed = NONE;
      continue;
    }
    if (known && isHarmless(trace, group, row)) continue;
    if (isExpectedCall(trace, row, MORE_ASSERTED)) continue;
    if ((!known || (SENDS.test(callText(trace, row)) && className !== 'Socket')) && isExpectedCall(trace, row)) continue;
    open.push(row);
    if (closed === NONE || (READS.test(callText(trace, row)) && ENDS.test(callText(trace, closed)))) continue;
    // Who made a message of HTTP go away lets it take what still comes.
    if (known && className === 'OutgoingMessage' && callText(trace, closed).endsWith('.destroy')) continue;
    if (known && className === 'WebSocket' && endsWithClose(trace, row)) continue;
    if (isOfOwnClose(trace, row, closed, own)) continue;
    const isLate = !isUnordered(context, a.segment.at(closed), a.segment.at(row));
    if (isLate && !(known && (wasUnderWay(trace, row, closed) || isReplacedLater(trace, row, closed)))) continue;
    const isRefused = !known && !isOfOwnClass(trace, group, own) && isRefusedAtOnce(context, rows, row, closed);
    found.push({
      use: row,
      close: closed,
      check: NONE,
      how: 'used',
      observed: true,
      confidence: known ? 0.85 : isRefused ? 0.65 : 0.5,
      isLate,
    });
  }
  return found;
}

/** A stream that is closed has nothing to read, and a server has no address: they say so, and nothing is lost. */
function isHarmless(trace: Trace, group: LocationAccesses, use: number): boolean {
  if (trace.string(trace.locations.className.at(group.location)) === 'FileHandle') return false;
  return ASKS.test(callText(trace, use));
}

/** It is a beat of an interval, which its file clears when the connection has closed: a web socket drops what is sent while it closes. */
function endsWithClose(trace: Trace, use: number): boolean {
  const task = trace.segments.task.at(atomOf(trace, use));
  if (!trace.repeats(task)) return false;
  const file = trace.site(trace.tasks.site.at(task))?.file;
  return callsNamed(trace, 'clearInterval').some((at) => {
    const site = trace.site(at);
    return site?.file === file && AT_CLOSE.test(trace.functions[site?.function ?? NONE]?.name ?? '');
  });
}

/** The call that an access to a resource stands for: `socket.end`. */
function callText(trace: Trace, access: number): string {
  return trace.site(trace.accesses.site.at(access))?.text ?? '';
}

/** Uses whose task was still under way when another task, which it did not start and which was no part of it, closed the resource. */
function interrupted(context: AnalysisContext, group: LocationAccesses, open: readonly number[], close: number, known: boolean): Use[] {
  const { trace } = context;
  const { accesses: a, activations: acts, segments: s, tasks } = trace;
  const task = s.task.at(a.segment.at(close));
  // Who else closes does so on purpose, like an abort; a timer that was set for an earlier use knows nothing of this one.
  if (
    !known ||
    task === NONE ||
    trace.taskType(task) !== 'Timeout' ||
    OF_IDLE.test(trace.site(trace.tasks.site.at(task))?.text ?? '') ||
    trace.string(trace.locations.className.at(group.location)) === 'Server'
  ) {
    return [];
  }
  const maker = tasks.creator.at(task);
  const closeNs = s.startNs.at(a.segment.at(close));
  return open.flatMap((use): Use[] => {
    const user = a.activation.at(use);
    if (user === NONE || maker === NONE || isWithin(trace, maker, user) || isWithin(trace, user, maker)) return [];
    const ended = acts.endNs.at(user);
    if (!Number.isNaN(ended) && ended <= closeNs) return [];
    if (!isUnordered(context, a.segment.at(use), a.segment.at(close))) return [];
    return [{ use, close, check: NONE, how: 'interrupted', observed: true, confidence: 0.65 }];
  });
}

// --- values ---

function usesOfValue(context: AnalysisContext, holding: Holding, group: LocationAccesses): Use[] {
  const { trace } = context;
  const a = trace.accesses;
  const found: Use[] = [];
  let last = NONE;
  const rows = group.rows.slice(0, LIMIT);
  const closes = rows.filter((row, i) => a.write.at(row) === 1 && (a.how.at(row) === ACCESS_DELETE || isEmptied(a.value.at(row), i === 0)));
  for (const [at, row] of rows.entries()) {
    if (a.write.at(row) === 1) {
      last = row;
      continue;
    }
    // A test that it fails.
    if (trace.hasMore(a.site.at(row), MORE_ASSERTED)) continue;
    const flags = (trace.site(a.site.at(row))?.flags ?? 0) | (isGivenForUse(trace, a.site.at(row)) ? FLAG_UNCHECKED : 0);
    const isFree = last !== NONE && a.segment.at(last) !== a.segment.at(row) && isUnordered(context, a.segment.at(last), a.segment.at(row));
    const isWord = last !== NONE && saysEnded(trace, row, last);
    const isLate = ((flags & NEEDS) !== 0 || isWord) && isTooLate(trace, rows, last, row);
    if (isFree || isLate) {
      const value = a.value.at(last);
      const isBehind = (): boolean => isLate && !isNothing(value) && isBehindReturn(trace, row, last);
      if ((flags & FLAG_UNCHECKED) !== 0 && closes.includes(last) && !isRefilled(context, group, last, row)) {
        found.push({ use: row, close: last, check: NONE, how: 'emptied', observed: true, confidence: 0.85, isLate: !isFree });
      } else if (
        // What stores first makes the flag, unless it is known to be a close.
        ((at > 1 && rows[0] !== last && !isWord) || isKnownClose(trace, row, last) || isBehind()) &&
        (isWord || isRefusal(flags, value, locationText(trace, group.location, a.site.at(row)), isLate && !isAppointed(trace, row))) &&
        !isLookedAtAgain(trace, rows, at, last) &&
        (isBehind() || !isLookedAtLate(trace, row, last)) &&
        !isReadyFor(trace, row, last) &&
        !isTriedAgain(trace, rows, last, row)
      ) {
        found.push({ use: row, close: last, check: NONE, how: 'refused', observed: true, confidence: 0.62, isLate: !isFree });
      }
    }
    if ((flags & FLAG_UNCHECKED) !== 0 && closes.length > 0) {
      const split = checkedBefore(context, holding, rows, closes, at);
      if (split !== undefined) found.push(split);
    }
  }
  return found;
}

/** There was something, which the program stored there or used as an object, and it was gone before what had been set going came to use it: that fails every time. */
function isTooLate(trace: Trace, rows: readonly number[], close: number, use: number): boolean {
  if (close === NONE || !wasUnderWay(trace, use, close)) return false;
  const { accesses: a } = trace;
  const value = a.value.at(close);
  if (!isNothing(value)) {
    if (isBehindReturn(trace, use, close)) return true;
    // In the step of the close it is not known which came first, unless the flag was looked at there before.
    const isLook = (row: number): boolean =>
      a.write.at(row) === 0 && a.position.at(row) < a.position.at(close) && atomOf(trace, row) === atomOf(trace, close);
    const isTurned = value === VALUE_FALSE ? trace.hasFlag(a.site.at(use), FLAG_THROWS_UNLESS_SET) : value === VALUE_TRUE;
    return (isTurned || saysEnded(trace, use, close)) && rows.some(isLook);
  }
  // `if (!this.link) throw new Error('closed'); this.link.ask(…)`: who comes to the second was not turned away.
  const isPassed = (row: number, next: number | undefined): boolean =>
    next !== undefined &&
    trace.hasFlag(a.site.at(row), FLAG_THROWS_UNLESS_SET) &&
    a.write.at(next) === 0 &&
    a.site.at(next) !== a.site.at(row) &&
    a.segment.at(next) === a.segment.at(row) &&
    functionOf(trace, next) === functionOf(trace, row);
  return rows.some((row, i) => {
    if (a.position.at(row) > a.position.at(close) || row === close) return false;
    if (a.write.at(row) === 1) return !isNothing(a.value.at(row));
    return trace.hasFlag(a.site.at(row), FLAG_UNCHECKED) || isPassed(row, rows[i + 1]);
  });
}

/** What was made with a flag that says that it is open is closed by the first store: whose work had begun by then was to find it open, unless he was to give up. */
function isKnownClose(trace: Trace, use: number, close: number): boolean {
  return (
    !STOPS.test(trace.site(trace.accesses.site.at(close))?.text ?? '') &&
    !trace.hasFlag(trace.accesses.site.at(close), FLAG_FIRST_VALUE) &&
    wasUnderWay(trace, use, close)
  );
}

/** The same call, or the one whose callback this is, looked before the close, too: it was to look again after it had waited. (A method that refuses by itself does so each time it is called.) */
function isLookedAtAgain(trace: Trace, rows: readonly number[], at: number, close: number): boolean {
  const { accesses: a, activations: acts } = trace;
  const [use, own] = [a.site.at(rows[at] as number), a.activation.at(rows[at] as number)];
  const isOfMethod = own !== NONE && acts.fn.at(own) !== trace.functionAt(use);
  if (isOfMethod && (trace.hasFlag(use, FLAG_THROWS_IF_SET | FLAG_THROWS_UNLESS_SET) || trace.hasMore(use, MORE_ENDED))) return false;
  // In a module stands every function.
  const isCallback = (by: number): boolean => (trace.functions[acts.fn.at(by)]?.parentFunction ?? NONE) !== NONE;
  const isOwn = (by: number): boolean =>
    by === own || (by !== NONE && isCallback(by) && isWithin(trace, own, by) && isInnerFunction(trace, acts.fn.at(own), acts.fn.at(by)));
  const isEarlier = (row: number): boolean =>
    a.write.at(row) === 0 && a.position.at(row) < a.position.at(close) && isOwn(a.activation.at(row));
  return own !== NONE && lastBefore(rows, at, LIMIT, isEarlier) !== undefined;
}

/** Was the location empty from before on (set to nothing by a reset at its start), and filled by an order that must come first? */
function isRefilled({ trace, order }: AnalysisContext, group: LocationAccesses, close: number, use: number): boolean {
  const a = trace.accesses;
  return group.writes.some(
    (w) =>
      a.position.at(w) > a.position.at(close) &&
      !isNothing(a.value.at(w)) &&
      order.isOrdered(a.segment.at(close), a.segment.at(w)) &&
      order.isOrdered(a.segment.at(w), a.segment.at(use)),
  );
}

/** The work of the use looked at the value before it waited; a close by somebody else fits in between. */
function checkedBefore(
  context: AnalysisContext,
  holding: Holding,
  rows: readonly number[],
  closes: readonly number[],
  at: number,
): Use | undefined {
  const { trace, order } = context;
  const a = trace.accesses;
  const use = rows[at] as number;
  const isCheck = (row: number): boolean => a.write.at(row) === 1 || decidesBranch(trace, row);
  const timer = timerOf(trace, use);
  const isOwn = (row: number): boolean => isSameWork(trace, row, use) || isLeftToTimer(trace, row, use, timer);
  const isHere = (row: number): boolean => atomOf(trace, row) === atomOf(trace, use) && functionOf(trace, row) === functionOf(trace, use);
  const check = lastBefore(rows, at, LIMIT, (row) => isCheck(row) && (isOwn(row) || isHere(row)));
  if (check === undefined || atomOf(trace, check) === atomOf(trace, use)) return undefined;
  if (a.write.at(check) === 1 && isNothing(a.value.at(check))) return undefined;
  const [from, to] = [a.segment.at(check), a.segment.at(use)];
  if (!order.crossesTurn(from, to)) return undefined;
  const announced = new Map<number, boolean>();
  const stored = lastBefore(rows, at, LIMIT, (row) => a.write.at(row) === 1);
  const counts = countedIn(trace, factsOf(context).coverage, check, use);
  for (const close of closes) {
    const segment = a.segment.at(close);
    if (isSameWork(trace, check, close) || isSameWork(trace, close, use)) continue;
    if (order.isOrdered(segment, from) || order.isOrdered(to, segment)) continue;
    if (order.isOrdered(from, segment) && order.isOrdered(segment, to)) continue;
    // It may be a lock that is given back by its deletion: only who has it uses it, however it came to have it.
    if (holding.isExcluded(check, use, close) || holding.isFlagged(to, to, segment, a.location.at(use))) continue;
    const observed = a.position.at(check) < a.position.at(close) && a.position.at(close) < a.position.at(use);
    // Something else was put there since, and that is what was used.
    if (observed && stored !== undefined && !isNothing(a.value.at(stored)) && a.position.at(stored) > a.position.at(close)) continue;
    if (isAnnounced(trace, factsOf(context).coverage, close, use)) continue;
    const { coverage } = factsOf(context);
    if (!observed && (looksAtCount(trace, coverage, close, counts) || isDrained(trace, coverage, use, close))) continue;
    if (timer !== NONE && looksAtTimer(trace, factsOf(context).coverage, close, check, timer)) continue;
    // It sets that only where it is not set yet (`if (status === 'closed') return; status = 'down';`): another close at the same place did.
    if (!observed) {
      const site = a.site.at(close);
      if (!announced.has(site)) {
        const isToo = (other: number): boolean => a.site.at(other) === site && isAnnounced(trace, factsOf(context).coverage, other, use);
        announced.set(site, closes.some(isToo));
      }
      if (announced.get(site) === true) continue;
    }
    if (!observed && timer !== NONE && isBehindLongerTimer(trace, segment, timer)) continue;
    const gap = trace.segments.startNs.at(segment) - trace.segments.startNs.at(to);
    if (!observed && (Math.abs(gap) > LONG_GAP_NS || isOfEarlierTurn(trace, rows, closes, close, check, use))) continue;
    return { use, close, check, how: 'emptied', observed, confidence: observed ? 0.85 : isOwnEnd(context, use, close) ? OWN_END : 0.65 };
  }
  return undefined;
}

function isSameWork(trace: Trace, first: number, second: number): boolean {
  const a = trace.accesses;
  return isOneWork(trace, a.activation.at(first), a.activation.at(second), functionOf(trace, first) === functionOf(trace, second));
}

/** The timer whose callback uses something in its first step; NONE. */
function timerOf(trace: Trace, use: number): number {
  const { accesses: a, activations: acts, segments: s } = trace;
  const [activation, step] = [a.activation.at(use), atomOf(trace, use)];
  const isFirst = activation === NONE || (acts.parent.at(activation) === NONE && s.atom.at(acts.startSegment.at(activation)) === step);
  return isFirst && trace.isTimeout(s.task.at(step)) ? s.task.at(step) : NONE;
}

/**
 * `if (!this.link) return; setTimeout(() => this.link.send())`: the step of the check has set the timer, itself or in what it calls (`if (this.link) this.#greetLater()`), and the use stands in its
 * callback, or in what that calls (`setTimeout(() => this.greet())`).
 */
function isLeftToTimer(trace: Trace, check: number, use: number, timer: number): boolean {
  if (timer === NONE) return false;
  const [fn, looker, setter] = [functionOf(trace, use), functionOf(trace, check), trace.functionAt(trace.tasks.site.at(timer))];
  const isCallback = isInnerFunction(trace, fn, looker) || (decidesBranch(trace, check) && isInnerFunction(trace, fn, setter));
  if (looker !== setter && !isCallback) return false;
  const made = trace.tasks.initSegment.at(timer);
  return made !== NONE && trace.segments.atom.at(made) === atomOf(trace, check);
}

// --- words ---

function toDraft({ options, trace }: AnalysisContext, group: LocationAccesses, found: Use): Draft {
  const a = trace.accesses;
  const [resource, { location }] = [isResource(trace, group), group];
  const [useSite, closeSite] = [a.site.at(found.use), a.site.at(found.close)];
  const line = (site: number): string => lineText(trace, options, site);
  const text = resource ? callText(trace, found.use).replace(/\.[^.]*$/, '') : locationText(trace, location, useSite);
  const isClosed = resource || found.how === 'refused';
  const gone = isClosed ? 'closed' : a.how.at(found.close) === ACCESS_DELETE ? 'deleted' : 'set to nothing';
  const user = nameOf(trace, found.use);
  const closer = nameOf(trace, found.close);
  const messages: Readonly<Record<Use['how'], string>> = {
    used: `\`${text}\` was used (${line(useSite)}) after it had been closed (${line(closeSite)}): nothing makes the close wait for the use.`,
    refused: `\`${text}\` was tested (${line(useSite)}) by ${user} after it had been set (${line(closeSite)}), and the use was refused: nothing makes the close wait for it.`,
    interrupted: `\`${text}\` was closed (${line(closeSite)}) while ${user} was still using it (${line(useSite)}): the timer that closes it was set for an earlier use.`,
    emptied: found.observed
      ? `\`${text}\` was used (${line(useSite)}) after it had been ${gone} (${line(closeSite)}): nothing makes the one wait for the other.`
      : `\`${text}\` may be used (${line(useSite)}) after it has been ${gone} (${line(closeSite)}): ${user} looks at it before an await and uses it after.`,
  };
  const useStep = { lane: 0, text: `uses ${text}`, site: useSite, access: found.use };
  const closeStep = { lane: 1, text: resource ? `closes ${text}` : `${text} is ${gone}`, site: closeSite, access: found.close };
  const checkStep = found.check === NONE ? [] : [{ lane: 0, text: `looks at ${text}`, site: a.site.at(found.check), access: found.check }];
  const bad = found.how === 'interrupted' ? [useStep, closeStep] : [...checkStep, closeStep, useStep];
  const good = found.how === 'interrupted' ? [closeStep, useStep] : [...checkStep, useStep, closeStep];
  return {
    kind: 'race.order.use-after-close',
    key: `${useSite},${closeSite}`,
    confidence: found.confidence,
    verdict: found.observed ? 'observed' : 'predicted',
    consequence: false,
    message: messages[found.how],
    why: [
      found.isLate === true
        ? `${user} was set going before the close, which did not wait for it`
        : `no await, callback or message orders ${user} and ${closer}`,
      'no lock is held over both',
    ],
    places: [
      { site: useSite, role: 'use', access: found.use },
      { site: closeSite, role: 'close', access: found.close },
      ...(found.check === NONE ? usedBy(trace, found.use) : [{ site: a.site.at(found.check), role: 'check', access: found.check }]),
    ],
    identity: [useSite, closeSite],
    segments: [a.segment.at(found.use), a.segment.at(found.close)],
    activations: [...new Set([a.activation.at(found.use), a.activation.at(found.close)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [user, closer === user ? `${closer} (another)` : closer],
      happened: found.observed ? bad : good,
      other: found.observed ? good : bad,
      otherTitle: found.observed ? 'What would be safe' : 'What can happen',
    },
  };
}

function nameOf(trace: Trace, access: number): string {
  const activation = trace.accesses.activation.at(access);
  return activation === NONE ? functionLabel(trace, trace.functionAt(trace.accesses.site.at(access))) : taskName(trace, activation);
}
