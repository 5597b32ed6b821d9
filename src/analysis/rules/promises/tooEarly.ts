/**
 * promise.floating of calls that come too late: whoever took them for done has read what they were still to write. That is what follows in the same step, and whoever called, or waited for, the
 * function around. There was no older value, which may be good enough while the newer one is on its way, and nobody looked again when all was there, or waited for it in another way.
 */
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, TASK_OBSERVED, type SiteRow, type Trace } from '../../../model/trace.ts';
import { FLAG_CONDITION, FLAG_GIVEN, FLAG_POLL, FLAG_STANDS_IN, MORE_REFUSES } from '../../../model/vocabulary.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { callersUpFrom, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { hasSite } from '../../siteIndex.ts';
import { isInTests } from '../../testFiles.ts';
import { WAKES } from '../../waiting/wakers.ts';
import { calledWithin, callOf, droppedText, lateWrites, NOTHING_YET } from './calls.ts';
import { isToldOtherwise, wayFromWaiter } from './whoWaited.ts';
import { accessesAtSites, accessesOfLocation } from '../../shared/accessIndex.ts';

/** Sites of reads by which a function that waits for nobody finds out whether something is there: it has an answer for both. */
const ASKS = FLAG_CONDITION | FLAG_STANDS_IN | FLAG_POLL;

interface Early {
  readonly read: number;
  readonly write: number;
}

const CLOSES = /\.(?:destroy|close|abort|terminate|dispose|disconnect)$/;

/** `pause(20).then(() => source.destroy())`: who uses it before that is not too early. */
export function isClose(trace: Trace, write: number): boolean {
  return CLOSES.test(trace.site(trace.accesses.site.at(write))?.text ?? '');
}

/**
 * `droppers`: the functions around, none of plain callbacks. `waiters`: who waited for them, or for the callback that made the last of the calls. `isLast`: that is what a stream calls at its
 * end, so no older value is good enough.
 */
export function readTooEarly(
  trace: Trace,
  calls: readonly number[],
  site: number,
  droppers: ReadonlySet<number>,
  waiters: ReadonlyMap<number, number>,
  isLast = false,
): Early | undefined {
  const { accesses: a } = trace;
  const own = calledWithin(trace, calls);
  const late = lateWrites(trace, own);
  if (late.size === 0 || isToldOtherwise(trace, own)) return undefined;
  const after = trace.site(site);
  const isTaken = takersOf(trace, calls, site, droppers, waiters, isLast);
  const reads = new Map<number, number>();
  /** Where the first write of all stands. */
  const begins = new Map<number, number>();
  /** Read once more when all was there. */
  const spoilt = new Set<number>();
  for (const [location, written] of late) {
    if (isClose(trace, written.last)) continue;
    for (const i of accessesOfLocation(trace, location)) {
      const position = a.position.at(i);
      const isWrite = a.write.at(i) === ACCESS_IS_WRITE;
      if (isWrite && !(position >= (begins.get(location) ?? Infinity))) begins.set(location, position);
      const isPast = position > a.position.at(written.last);
      if (callOf(trace, own, a.activation.at(i), a.segment.at(i)) !== undefined) {
        if (isPast && isElsewhere(trace, i, written.last) && !isHandedBack(trace, a.site.at(i))) spoilt.add(location);
      } else if (isWrite) continue;
      else if (isPast) spoilt.add(location);
      else if (position < a.position.at(written.first) && (isLast || NOTHING_YET.has(a.value.at(i))) && isTaken(i)) reads.set(location, i);
    }
  }
  for (const [location, { last }] of late) {
    const read = reads.get(location);
    if (read === undefined || spoilt.has(location)) continue;
    const isOlder = (begins.get(location) ?? Infinity) < a.position.at(read);
    if (!isLast && isOlder && !isOfAwaited(trace, location, read, calls)) continue;
    if (!isUsedElsewhere(trace, read, last, after)) return { read, write: last };
  }
  return undefined;
}

/**
 * `await trx.insert(order); for (const line of lines) trx.insert(line);`: what is there already is of calls of the same functions, which the function around has waited for. It wants the rest as
 * well.
 */
function isOfAwaited(trace: Trace, location: number, read: number, calls: readonly number[]): boolean {
  const { accesses: a, activations: acts, tasks } = trace;
  const fns = new Set(calls.map((call) => acts.fn.at(call)));
  const droppers = new Set(calls.map((call) => acts.parent.at(call)));
  const isAwaited = (call: number): boolean => {
    const promise = acts.promise.at(call);
    const isTwin = fns.has(acts.fn.at(call)) && droppers.has(acts.parent.at(call)) && !calls.includes(call);
    return isTwin && promise !== NONE && (tasks.flags.at(promise) & TASK_OBSERVED) !== 0;
  };
  const earlier = [...accessesOfLocation(trace, location)].filter(
    (i) => a.write.at(i) === ACCESS_IS_WRITE && a.position.at(i) < a.position.at(read),
  );
  return earlier.every((i) => a.activation.at(i) !== NONE && callersUpFrom(trace, a.activation.at(i)).some(isAwaited));
}

/** Whether a read is by one who takes the calls for done. */
function takersOf(
  trace: Trace,
  calls: readonly number[],
  site: number,
  droppers: ReadonlySet<number>,
  waiters: ReadonlyMap<number, number>,
  isLast: boolean,
): (read: number) => boolean {
  const { accesses: a, activations: acts, segments: s } = trace;
  const after = trace.site(site);
  const [dropper = NONE] = droppers;
  const [first = NONE, last = NONE] = [calls[0], calls.at(-1)];
  const isOne = droppers.size === 1;
  const step = s.atom.at(acts.startSegment.at(first));
  const begun = acts.startSegment.at(last);
  const callers = isOne && dropper !== NONE ? callersUpFrom(trace, dropper).slice(1) : [];
  const isLeftOpen = isOne && dropper !== NONE && areOpenAtEnd(trace, calls, dropper);
  /** What the function around looks at itself: who keeps something good while a newer one is on its way serves the old one. */
  const served = new Set<number>();
  for (let i = 0; i < a.length; i++) {
    const isAround = droppers.has(a.activation.at(i)) || (droppers.size === 0 && trace.functionAt(a.site.at(i)) === after?.function);
    if (a.write.at(i) !== ACCESS_IS_WRITE && isAround) served.add(a.location.at(i));
  }
  /** Who calls the same again is not done with it, and knows what is there meanwhile. */
  const fns = new Set([...droppers, ...calls].map((called) => acts.fn.at(called)));
  return (i) => {
    const [activation, segment, read] = [a.activation.at(i), a.segment.at(i), trace.site(a.site.at(i))];
    const follows = read?.function === after?.function && read?.file === after?.file && (read?.line ?? 0) > (after?.line ?? 0);
    if (isOne && s.atom.at(segment) === step) {
      if (follows || givesBehind(trace, i, dropper, acts.promise.at(last))) return true;
      // `for (const name of names) up.add(name); await up.finish();`
      if (activation > last && isJoined(trace, a.site.at(i)) && isWithin(trace, activation, dropper)) return true;
    }
    if (callers.includes(activation) && segment >= begun) return true;
    if (isLeftOpen && isAskedBehind(trace, i, dropper, last)) return true;
    const way = served.has(a.location.at(i)) ? undefined : wayFromWaiter(trace, waiters, activation, segment);
    if (way === undefined || way.some((called) => fns.has(acts.fn.at(called)))) return false;
    return isLast || way.length === 1 || ((read?.flags ?? 0) & ASKS) === 0;
  };
}

/** All of the calls were still under way when the function around returned. */
function areOpenAtEnd({ activations: acts }: Trace, calls: readonly number[], dropper: number): boolean {
  if (acts.endSegment.at(dropper) === NONE) return false;
  return calls.every((call) => acts.endSegment.at(call) === NONE || acts.endNs.at(call) > acts.endNs.at(dropper));
}

/** `for (const row of rows) store.insert(row); return store.count()`: what it calls behind them says what is there, and has no answer for nothing. */
function isAskedBehind(trace: Trace, read: number, dropper: number, last: number): boolean {
  const { accesses: a, activations: acts, tasks } = trace;
  const [activation, site] = [a.activation.at(read), a.site.at(read)];
  if (((trace.site(site)?.flags ?? 0) & ASKS) !== 0 || trace.functionAt(site) === acts.fn.at(dropper)) return false;
  if (activation !== dropper) return activation > last && isWithin(trace, activation, dropper);
  const called = acts.promise.at(last);
  return called !== NONE && a.position.at(read) > tasks.initPosition.at(called);
}

/** `rows.forEach(insert); return table.length`: the function around asks, right behind the last call, what only says what is there. */
function givesBehind(trace: Trace, read: number, dropper: number, called: number): boolean {
  const { accesses: a, tasks } = trace;
  if (a.activation.at(read) !== dropper || called === NONE || !trace.hasFlag(a.site.at(read), FLAG_GIVEN)) return false;
  return a.position.at(read) > tasks.initPosition.at(called);
}

const JOINS = /^Promise\.all(?:Settled)?$/;
const SPREAD = '[...'.length;

/** `Promise.all(writes)`, `Promise.allSettled([...jobs])`: who reads the list so waits for all that is to be done. */
function isJoined(trace: Trace, read: number): boolean {
  const at = trace.site(read);
  return hasSite(trace, at?.function ?? NONE, ({ kind, text, line, column }) => {
    const start = column + text.length + 1;
    return kind === 'call' && JOINS.test(text) && line === at?.line && (at.column === start || at.column === start + SPREAD);
  });
}

/**
 * Other functions of the file read it, but for the call itself: when they are called, all may be there,
 * unless they, too, have looked only before that, and have no answer for what is not there. Accesses.
 */
export function isUsedElsewhere(trace: Trace, read: number, write: number, call: SiteRow | undefined): boolean {
  const { accesses: a } = trace;
  const [reader, writer] = [trace.site(a.site.at(read)), trace.site(a.site.at(write))];
  const looksBefore = (site: number): boolean => {
    const looks = accessesAtSites(trace, [site]);
    return looks.length > 0 && looks.every((row) => a.position.at(row) < a.position.at(write));
  };
  const rootOfText = (text: string): string => /^(?:this\.)?[^.[(?]*/.exec(text)?.[0] ?? '';
  const root = rootOfText(reader?.text ?? '');
  return trace.sites.some(
    (site, at) =>
      site.kind === 'read' &&
      site.file === reader?.file &&
      (site.line !== call?.line || site.column !== call.column) &&
      site.function !== reader.function &&
      site.function !== writer?.function &&
      rootOfText(site.text) === root &&
      (((site.flags ?? 0) & ASKS) !== 0 || !looksBefore(at)),
  );
}

/** What settles a promise is given it: it goes to whoever waits for the write. */
function isHandedBack(trace: Trace, look: number): boolean {
  const at = trace.site(look);
  return hasSite(trace, at?.function ?? NONE, (site, call) => {
    if (site.kind !== 'call' || !trace.hasFlag(call, WAKES)) return false;
    return site.file === at?.file && site.line === at.line && site.column + site.text.length + 1 === at.column;
  });
}

/** A look at what was written, not the first half of another write: the last of the calls works with the whole. */
function isElsewhere(trace: Trace, look: number, write: number): boolean {
  const { accesses: a } = trace;
  return trace.site(a.site.at(look))?.line !== trace.site(a.site.at(write))?.line;
}

export function earlyDraft(
  trace: Trace,
  options: AnalysisContext['options'],
  site: number,
  early: Early,
  calls: readonly number[],
  why: readonly string[],
  count = calls.length,
): Draft {
  const { accesses: a } = trace;
  const [read, write] = [a.site.at(early.read), a.site.at(early.write)];
  return {
    kind: 'promise.floating',
    key: `${site}`,
    confidence: 0.85,
    verdict: 'observed',
    consequence: false,
    // That somebody looks whether all has been, and refuses what has not, is what a test asks for.
    ...(trace.hasMore(read, MORE_REFUSES) && isInTests(trace, a.segment.at(early.read)) ? { ceiling: 'info' as const } : {}),
    message: `${droppedText(trace, site, calls)}: \`${trace.site(read)?.text ?? ''}\` (${lineText(trace, options, read)}) was read before ${count === 1 ? 'the call' : `any of its ${count} calls`} had written it (${lineText(trace, options, write)}), and never again afterwards.`,
    why,
    places: [
      { site, role: 'call' },
      { site: read, role: 'read' },
      { site: write, role: 'write' },
    ],
    segments: [a.segment.at(early.read), a.segment.at(early.write)],
    activations: calls.slice(0, 8),
  };
}
