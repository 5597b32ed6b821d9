/** Whether those that find a hand-written lock taken wait for it, or go away: what the run or the code shows. */
import { NONE } from '../../model/ids.ts';
import type { SiteRow, Trace } from '../../model/trace.ts';
import { FLAG_POLL } from '../../model/vocabulary.ts';
import { lastName } from '../names.ts';
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
  return trace.sites.some((site, made) => site.kind === 'new' && isPolledIn(trace, made, fn));
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
  const isThere = (place: number): boolean => place === fn || (isInner && place === outer);
  return trace.sites.some((site) => site.kind === 'call' && isThere(site.function) && LOOKS_AGAIN.test(site.text));
}

/** A timer limits how long who asks the function waits: it settles the promise that the function makes. */
export function isLimitedIn(trace: Trace, fn: number): boolean {
  const isTimer = (call: number): boolean => trace.site(call)?.text === 'setTimeout';
  return trace.sites.some(
    ({ kind, function: at }, made) =>
      kind === 'new' && at === fn && [...registrationsOf(trace, made).values()].some(isTimer) && keepsWaiters(trace, fn),
  );
}

/** `while (taken) await …; taken = true`: it waits between looking and taking. */
function waitsBetween(trace: Trace, test: number, set: number): boolean {
  const [look, taken] = [trace.site(trace.accesses.site.at(test)), trace.site(trace.accesses.site.at(set))];
  if (look === undefined || taken === undefined || look.function !== taken.function) return false;
  const isBetween = (at: SiteRow): boolean => !isBefore(at, look) && isBefore(at, taken);
  return trace.sites.some((site) => site.kind === 'await' && site.function === look.function && isBetween(site));
}

/** A container of tasks that wait: what a resolving function is given to. */
export const KEEPS = /\.(?:push|unshift|add|set|enqueue)$/;

/** The function keeps the resolving function of a promise that it makes. */
export function keepsWaiters(trace: Trace, fn: number): boolean {
  const isKept = (made: number): boolean => wakersOf(trace, made).some((w) => KEEPS.test(trace.site(w)?.text ?? ''));
  return trace.sites.some(
    (site, made) =>
      site.kind === 'new' && ((site.function === fn && isKept(made)) || (isDeferredBy(trace, made, fn) && keepsAny(trace, fn))),
  );
}

/** Whoever asks the function to look keeps a resolving function first, hands it one to keep, or asks again after a while. */
function isAskedForWaiters(trace: Trace, fn: number): boolean {
  return trace.sites.some((site, made) => {
    if (site.kind === 'new') return isKeptFor(trace, made, fn);
    if (site.kind !== 'call' || !isCallOf(trace, site, fn)) return false;
    const asker = functionAround(trace, site.function);
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
  const isAsked = (site: SiteRow): boolean =>
    isCallOf(trace, site, fn) && functionAround(trace, site.function) === at.function && !isBefore(site, at);
  return trace.sites.some(
    (site, call) => site.kind === 'call' && isAsked(site) && (isKept || (wakers.includes(call) && keepsAny(trace, fn))),
  );
}

/** What `new Promise` is written in for others: `function deferred() { … return { promise, resolve }; }`. */
const DEFERS = /^(?:(?:create|make|new)?(?:deferred?|defer)(?:promise)?|(?:promise)?withresolvers|(?:controllable|open|external)promise)$/i;

/** The function has the promise made by a helper, or an object of a class, that gives it along with its resolving function. */
export function isDeferredBy(trace: Trace, made: number, fn: number): boolean {
  const at = trace.site(made);
  if (at?.kind !== 'new') return false;
  const maker = trace.functions[functionAround(trace, at.function)]?.name ?? '';
  const helper = lastName(maker.replace(/\.constructor$/, ''));
  return DEFERS.test(helper) && trace.sites.some((site) => site.function === fn && lastName(site.text) === helper);
}

/**
 * The functions that put callbacks into a line: the one that looks at the lock, or others of its file that call it (`this.line.push(callback); this.next()`). The next one is taken out of
 * that line by the one that looks, or by the one that clears what this one sets.
 */
export function askersOf(trace: Trace, fn: number, set: number): readonly number[] {
  const site = trace.accesses.site.at(set);
  const key = `${fn}:${site}:${trace.sites.length}`;
  let known = ASKERS.get(trace.tasks);
  if (known === undefined) ASKERS.set(trace.tasks, (known = new Map()));
  let found = known.get(key);
  if (found === undefined) known.set(key, (found = findAskers(trace, fn, trace.site(site))));
  return found;
}

/** Of the function that looks and the place that sets. */
const ASKERS = new WeakMap<Trace['tasks'], Map<string, readonly number[]>>();

function findAskers(trace: Trace, fn: number, flag: SiteRow | undefined): number[] {
  const isHere = (site: SiteRow): boolean => site.file === flag?.file;
  const clears = new Set(trace.sites.filter((s) => isHere(s) && isWriteOf(s, flag) && s.function !== fn).map((s) => s.function));
  const isNext = (line: string, site: SiteRow): boolean =>
    site.kind === 'call' &&
    isHere(site) &&
    (site.function === fn || clears.has(site.function)) &&
    TAKES_OUT.test(site.text) &&
    site.text.replace(TAKES_OUT, '') === line;
  const isAsker = (site: SiteRow): boolean =>
    site.kind === 'call' &&
    KEEPS.test(site.text) &&
    isHere(site) &&
    (site.function === fn || trace.sites.some((call) => call.function === site.function && isCallOf(trace, call, fn))) &&
    trace.sites.some((other) => isNext(site.text.replace(KEEPS, ''), other));
  return [...new Set(trace.sites.filter(isAsker).map((site) => site.function))];
}

/** Of an entry: puts it there. */
const SETS = /\.(?:set|add)$/;

function isWriteOf(site: SiteRow, flag: SiteRow | undefined): boolean {
  if (flag === undefined) return false;
  return (site.kind === 'write' && site.text === flag.text) || (SETS.test(flag.text) && site.text === flag.text.replace(SETS, '.delete'));
}

/** Takes somebody out of it. */
export const TAKES_OUT = /\.(?:shift|pop|splice|dequeue)$/;

/** By its name. */
function isCallOf(trace: Trace, site: SiteRow, fn: number): boolean {
  const row = trace.functions[fn];
  const name = lastName(row?.name ?? '');
  return name !== '' && name !== '(anonymous)' && site.file === row?.file && lastName(site.text) === name;
}

function keepsAny(trace: Trace, fn: number): boolean {
  return trace.sites.some((site) => site.kind === 'call' && site.function === fn && KEEPS.test(site.text));
}

function polls(trace: Trace, fn: number): boolean {
  return trace.sites.some((site) => site.kind === 'await' && site.function === fn && ((site.flags ?? 0) & FLAG_POLL) !== 0);
}
