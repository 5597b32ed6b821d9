/** Whether those that find a hand-written lock taken wait for it, or go away: what the run or the code shows. */
import { NONE } from '../../model/ids.ts';
import type { SiteRow, Trace } from '../../model/trace.ts';
import { FLAG_POLL, MORE_LIMITED } from '../../model/vocabulary.ts';
import { lastName } from '../names.ts';
import { PUTS } from '../shared/accesses.ts';
import { callsNamed, hasSite, sitesIn, sitesNamed, sitesOfKind } from '../siteIndex.ts';
import { functionAround, isBefore, isExecutor, registrationsOf, wakersOf } from '../waiting/wakers.ts';
import type { HandLock } from './handLocks.ts';

/** Locks of one class: it was seen, or the function that tests them waits, or keeps the resolving function of a promise, or is asked by one that does. */
export function isWaitedFor(trace: Trace, locks: readonly HandLock[]): boolean {
  if (locks.some((lock) => lock.waiting.length > 0 || lock.holds.some((h) => h.promise !== NONE))) return true;
  const test = locks[0]?.holds[0]?.guard ?? NONE;
  if (test === NONE) return false;
  const fn = trace.functionAt(trace.accesses.site.at(test));
  const set = locks[0]?.holds.find((h) => h.set !== NONE)?.set ?? NONE;
  if (set !== NONE && waitsBetween(trace, test, set)) return true;
  const taker = takerFunction(trace, test);
  if (keepsWaiters(trace, taker) || isAskedForWaiters(trace, taker)) return true;
  if (set !== NONE && askersOf(trace, taker, set).length > 0) return true;
  return sitesOfKind(trace, 'new').some((made) => isPolledIn(trace, made, fn));
}

/** The function that looks at the lock: also in the executor of the promise that it makes for its caller. */
export function takerFunction(trace: Trace, row: number): number {
  return functionAround(trace, trace.functionAt(trace.accesses.site.at(row)));
}

const LOOKS_AGAIN = /^set(?:Timeout|Interval|Immediate)$|\.(?:on|once|addListener|addEventListener)$/;

/** The function looks, and it or the executor around it sets a timer, or listens, to look again: `new Promise((free) => { const look = () => …; look(); })`. */
export function isPolledIn(trace: Trace, made: number, fn: number): boolean {
  const [at, outer] = [trace.site(made), trace.functions[fn]?.parentFunction ?? NONE];
  if (at?.kind !== 'new') return false;
  const isInner = isExecutor(trace, outer, at);
  if (!isInner && !isExecutor(trace, fn, at)) return false;
  const looksAgain = (place: number): boolean => hasSite(trace, place, (site) => site.kind === 'call' && LOOKS_AGAIN.test(site.text));
  return looksAgain(fn) || (isInner && looksAgain(outer));
}

/** Who finds it taken at the look gives up some time: the loop around it does, or a timer settles the promise that the function makes. */
export function isLimitedAt(trace: Trace, look: number): boolean {
  const fn = takerFunction(trace, look);
  if (trace.hasMore(trace.accesses.site.at(look), MORE_LIMITED)) return true;
  const isTimer = (call: number): boolean => trace.site(call)?.text === 'setTimeout';
  const isLimited = (made: number): boolean => [...registrationsOf(trace, made).values()].some(isTimer);
  return hasSite(trace, fn, ({ kind }, made) => kind === 'new' && isLimited(made)) && keepsWaiters(trace, fn);
}

/** `while (taken) await …; taken = true`: it waits between looking and taking. */
function waitsBetween(trace: Trace, test: number, set: number): boolean {
  const [look, taken] = [trace.site(trace.accesses.site.at(test)), trace.site(trace.accesses.site.at(set))];
  if (look === undefined || taken === undefined || look.function !== taken.function) return false;
  const isBetween = (at: SiteRow): boolean => !isBefore(at, look) && isBefore(at, taken);
  return hasSite(trace, look.function, (site) => site.kind === 'await' && isBetween(site));
}

/** A container of tasks that wait: what a resolving function is given to. */
export const KEEPS = /\.(?:push|unshift|add|set|enqueue)$/;

/** The function keeps the resolving function of a promise that it makes. */
export function keepsWaiters(trace: Trace, fn: number): boolean {
  const isKept = (made: number): boolean => wakersOf(trace, made).some((w) => KEEPS.test(trace.site(w)?.text ?? ''));
  if (hasSite(trace, fn, ({ kind }, made) => kind === 'new' && isKept(made))) return true;
  const asksHelper = hasSite(trace, fn, ({ text }) => DEFERS.test(lastName(text)));
  return asksHelper && keepsAny(trace, fn) && sitesOfKind(trace, 'new').some((made) => isDeferredBy(trace, made, fn));
}

/** Whoever asks the function to look keeps a resolving function first, hands it one to keep, or asks again after a while. */
function isAskedForWaiters(trace: Trace, fn: number): boolean {
  if (sitesOfKind(trace, 'new').some((made) => isKeptFor(trace, made, fn))) return true;
  return callsOf(trace, fn).some((call) => {
    const asker = functionAround(trace, trace.functionAt(call));
    return asker !== fn && asker !== NONE && polls(trace, asker);
  });
}

/**
 * The function looks whether the promise made at the site can be settled: whoever makes it keeps its resolving function and then asks to look (`queue.push(resolve); this.next()`), or hands
 * it over to be kept (`this.lock(resolve)`).
 */
export function isKeptFor(trace: Trace, made: number, fn: number): boolean {
  const at = trace.site(made);
  if (at?.kind !== 'new' || at.function === fn || at.file !== trace.functions[fn]?.file) return false;
  const wakers = wakersOf(trace, made);
  if (wakers.length === 0) return false;
  const isKept = wakers.some((waker) => KEEPS.test(trace.site(waker)?.text ?? ''));
  return callsOf(trace, fn).some((call) => {
    const site = trace.site(call);
    if (site === undefined || functionAround(trace, site.function) !== at.function || isBefore(site, at)) return false;
    return isKept || (wakers.includes(call) && keepsAny(trace, fn));
  });
}

/** What `new Promise` is written in for others: `function deferred() { … return { promise, resolve }; }`. */
const DEFERS = /^(?:(?:create|make|new)?(?:deferred?|defer)(?:promise)?|(?:promise)?withresolvers|(?:controllable|open|external)promise)$/i;

/** The function has the promise made by a helper, or an object of a class, that gives it along with its resolving function. */
export function isDeferredBy(trace: Trace, made: number, fn: number): boolean {
  const at = trace.site(made);
  if (at?.kind !== 'new') return false;
  const maker = trace.functions[functionAround(trace, at.function)]?.name ?? '';
  const helper = lastName(maker.replace(/\.constructor$/, ''));
  return DEFERS.test(helper) && hasSite(trace, fn, ({ text }) => lastName(text) === helper);
}

/**
 * The functions that put callbacks into a line: the one that looks at the lock, or others of its file that call it (`this.line.push(callback); this.next()`). The next one is taken out of
 * that line by the one that looks, or by the one that clears what this one sets.
 */
export function askersOf(trace: Trace, fn: number, set: number): number[] {
  const flag = trace.site(trace.accesses.site.at(set));
  if (flag === undefined) return [];
  const isHere = (site: SiteRow): boolean => site.file === flag.file;
  const sets = [...sitesNamed(trace, lastName(flag.text)), ...(SETS.test(flag.text) ? sitesNamed(trace, 'delete') : [])];
  const clears = sets.flatMap((site) => {
    const row = trace.site(site);
    return row !== undefined && isHere(row) && isWriteOf(row, flag) && row.function !== fn ? [row.function] : [];
  });
  const lines = new Set<string>();
  for (const from of new Set([fn, ...clears])) {
    for (const site of sitesIn(trace, from)) {
      const row = trace.site(site);
      // The function that looks, and splices there, changes a list in its place.
      const takes = from === fn ? TAKES_NEXT : TAKES_OUT;
      if (row?.kind === 'call' && isHere(row) && takes.test(row.text)) lines.add(row.text.replace(TAKES_OUT, ''));
    }
  }
  const asks = new Set([fn, ...callsOf(trace, fn).map((call) => trace.functionAt(call))]);
  const putsIn = (site: SiteRow): boolean =>
    site.kind === 'call' && isHere(site) && KEEPS.test(site.text) && lines.has(site.text.replace(KEEPS, ''));
  return [...asks].filter((asker) => hasSite(trace, asker, putsIn));
}

/** Of an entry: puts it there. */
const SETS = /\.(?:set|add)$/;

function isWriteOf(site: SiteRow, flag: SiteRow): boolean {
  return (site.kind === 'write' && site.text === flag.text) || (SETS.test(flag.text) && site.text === flag.text.replace(SETS, '.delete'));
}

/** Takes somebody out of it. */
export const TAKES_OUT = /\.(?:shift|pop|splice|dequeue)$/;
const TAKES_NEXT = /\.(?:shift|pop|dequeue)$/;

/** Calls in its file, by its name. */
function callsOf(trace: Trace, fn: number): readonly number[] {
  const row = trace.functions[fn];
  const name = lastName(row?.name ?? '');
  if (row === undefined || name === '' || name === '(anonymous)') return [];
  return callsNamed(trace, name).filter((call) => trace.site(call)?.file === row.file);
}

function keepsAny(trace: Trace, fn: number): boolean {
  return hasSite(trace, fn, ({ kind, text }) => kind === 'call' && KEEPS.test(text));
}

function polls(trace: Trace, fn: number): boolean {
  return hasSite(trace, fn, ({ kind, flags }) => kind === 'await' && ((flags ?? 0) & FLAG_POLL) !== 0);
}

/** Whoever asks there and finds it taken can leave what is to be done: `if (jobs[key]) return jobs[key].push(job)`. */
export function putsInLine(trace: Trace, fn: number): boolean {
  return hasSite(trace, fn, ({ kind, text }) => kind === 'call' && PUTS.test(text));
}

/** The segment is the run of a timer that the task set itself when it began to wait. */
export function isLimitOf(trace: Trace, segment: number, guard: number): boolean {
  const timer = trace.segments.task.at(segment);
  if (timer === NONE || trace.taskType(timer) !== 'Timeout') return false;
  return trace.tasks.initSegment.at(timer) === trace.accesses.segment.at(guard);
}
