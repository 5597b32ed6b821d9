/** How it is known that something is open or closed, for the rules of race.order.use-after-close. */
import type { FunctionRow } from '../../../model/rows.ts';
import type { Trace } from '../../../model/trace.ts';
import {
  FLAG_EXPECTED,
  FLAG_FAILS_IF_SET,
  FLAG_THROWS_IF_SET,
  FLAG_THROWS_UNLESS_SET,
  FLAG_USED,
  MORE_ENDED,
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_TRUE,
  VALUE_UNDEFINED,
} from '../../../model/vocabulary.ts';
import { atomOf, functionOf, type LocationAccesses } from '../../shared/accesses.ts';
import type { Coverage } from '../../shared/coverage.ts';
import { rootActivation, segmentBehind } from '../../lineage.ts';
import { lastName } from '../../names.ts';
import { callsNamed, hasSite } from '../../siteIndex.ts';
import { isPause } from '../../time/effects.ts';
import { NONE } from '../../../model/ids.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';

/** Key of the location that says whether a resource is open (preload/runtime/runtime.ts). */
export const IS_OPEN = '(open)';
/** What a flag is called that says that something has come to its end: `booted` and `started` refuse what comes too late, too, but nothing was closed. */
export const ENDED =
  /clos|end(?:ed|ing)|destr|dispos|stop|finish|done|complet|termin|shut|halt|drain|releas|kill|dead|died|abort|cancel|revok|expir|detach|disconnect|gone|exit|quit|torn/i;
/** What is set so that those who are under way give up. */
export const STOPS = /abort|cancel|exit|halt|kill|quit|revok|stop/i;

/** Listeners for the end of a connection. */
export const AT_CLOSE = /^(?:on|once|addListener|addEventListener)\('close'\)$|\.onclose$/;

/** A use and a close that are further apart in the run were not under way together. */
export const LONG_GAP_NS = 1e9;

export function isNothing(value: number): boolean {
  return value === VALUE_NULL || value === VALUE_UNDEFINED;
}

/** What is stored leaves nothing where something was; `undefined` that comes first (`job.ttl = row.ttl`) only says that there is nothing. */
export function isEmptied(value: number, isFirst: boolean): boolean {
  return isFirst ? value === VALUE_NULL : isNothing(value);
}

/** Names of the functions that the program's own files define, and of their classes. */
export function ownNames(trace: Trace): ReadonlySet<string> {
  const own = trace.functions.filter((row) => !isOption(trace, row));
  return new Set(own.flatMap(({ name }) => [name, /^(\w+)\.[^.]+$/.exec(name)?.[1] ?? '']));
}

/** `new Writable({ write(chunk, encoding, done) { … } })`: what is given to a stream of Node makes it no class of the program (transform/scope/titles.ts). */
function isOption(trace: Trace, { name, line, parentFunction }: FunctionRow): boolean {
  const of = /^(Writable|Transform|Duplex)\.\w+$/.exec(name)?.[1];
  return of !== undefined && hasSite(trace, parentFunction, (row) => row.kind === 'new' && lastName(row.text) === of && row.line <= line);
}

/** Its class is one of the program's own, and has what is called: one of that name may have a socket of Node in it, of which other things are asked. */
export function isOfOwnClass(trace: Trace, { location, rows }: LocationAccesses, own: ReadonlySet<string>): boolean {
  const name = trace.string(trace.locations.className.at(location));
  if (!own.has(name)) return false;
  const methods = new Set(rows.map((row) => lastName(trace.site(trace.accesses.site.at(row))?.text ?? '')));
  return [...methods].some((method) => own.has(method) || own.has(`${name}.${method}`));
}

/** The close also sets something that the use tests in its own step: `if (this.closed) return`. */
export function isAnnounced(trace: Trace, coverage: Coverage, close: number, use: number): boolean {
  const a = trace.accesses;
  const written = new Set<number>();
  // Whether a resource is open is no test that the program makes: `this.socket.end(); this.socket = null` closes it in the same step.
  const isAsked = (i: number): boolean => trace.string(trace.locations.key.at(a.location.at(i))) !== IS_OPEN;
  for (const i of coverage.accessesOfStep(close)) if (a.write.at(i) === 1 && i !== close && isAsked(i)) written.add(a.location.at(i));
  return coverage
    .accessesOfStep(use)
    .some((i) => a.write.at(i) === 0 && written.has(a.location.at(i)) && a.position.at(i) <= a.position.at(use));
}

/**
 * `try { tx.put(row); } catch { return; }`: the caller of a method that refuses is ready for that; of an async one (`depot.accept(parcel).catch(() => {})`), whoever calls it anywhere is, and came
 * after the close.
 */
export function isReadyFor(trace: Trace, use: number, close: number): boolean {
  const { accesses: a, activations: acts } = trace;
  const [fn, own] = [trace.functionAt(a.site.at(use)), a.activation.at(use)];
  const isReady = (call: number): boolean => trace.hasFlag(call, FLAG_EXPECTED) || trace.hasMore(call, MORE_ENDED);
  if (own === NONE) return false;
  if (acts.fn.at(own) === fn) {
    const calls = callsNamed(trace, lastName(trace.functions[fn]?.name ?? ''));
    const isNew = acts.startSegment.at(rootActivation(trace, own)) > a.segment.at(close);
    return isNew && calls.length > 0 && calls.every(isReady);
  }
  // `ask() { return new Promise((resolve, reject) => { if (this.closed) return reject(…); … }); }`
  const outer = trace.functions[fn]?.name === '(anonymous)' ? (trace.functions[fn]?.parentFunction ?? fn) : fn;
  // Who turns it away may be a function of its own: `assertOpen(); …`.
  const isCalled = (callee: number, hops: number): boolean =>
    callsNamed(trace, lastName(trace.functions[callee]?.name ?? '')).some((call) => {
      const caller = trace.functionAt(call);
      if (caller === acts.fn.at(own)) return isReady(call);
      return hops > 0 && caller !== callee && isCalled(caller, hops - 1);
    });
  return isCalled(outer, 1);
}

/** `try { return await link.ask(text); } catch (error) { if (error.code !== 'CLOSED') throw error; }`: the use of an object, which is a call. */
export function isExpectedCall(trace: Trace, use: number, more = MORE_ENDED): boolean {
  const { text = '', function: fn, line, column } = trace.site(trace.accesses.site.at(use)) ?? {};
  return callsNamed(trace, lastName(text)).some((call) => {
    const site = trace.site(call);
    return site?.function === fn && site?.line === line && site?.column === column && trace.hasMore(call, more);
  });
}

/** A state is set to what says an end, and the look throws where it finds that. */
export function saysEnded(trace: Trace, look: number, write: number): boolean {
  return [look, write].every((row) => trace.hasMore(trace.accesses.site.at(row), MORE_ENDED));
}

/** Does the test with these flags throw when it sees what the close stored? */
export function isRefusal(flags: number, value: number, text: string, isLate: boolean): boolean {
  // Who comes after the close is told so; what was set going before it was to be done.
  if ((flags & FLAG_FAILS_IF_SET) !== 0 && !isLate) return false;
  const isUnless = (flags & FLAG_THROWS_UNLESS_SET) !== 0;
  if (value === VALUE_TRUE) return !isUnless && (flags & (FLAG_THROWS_IF_SET | FLAG_FAILS_IF_SET)) !== 0 && ENDED.test(text);
  return isUnless && (value === VALUE_FALSE || isNothing(value));
}

/** The caller of the call that was refused has made the same call again, of another object, or of this one, which was open again by then: it expects that one may have closed. */
export function isTriedAgain({ accesses: a, activations: acts }: Trace, rows: readonly number[], close: number, use: number): boolean {
  const user = a.activation.at(use);
  const caller = user === NONE ? NONE : acts.caller.at(user);
  if (caller === NONE) return false;
  const isOpened = rows.some(
    (row) => a.write.at(row) === 1 && a.position.at(row) > a.position.at(use) && a.value.at(row) !== a.value.at(close),
  );
  const users = new Set(isOpened ? [] : rows.map((row) => a.activation.at(row)));
  for (let next = user + 1; next < acts.length; next++) {
    const isAlike = acts.caller.at(next) === caller && acts.fn.at(next) === acts.fn.at(user);
    if (isAlike && acts.startSegment.at(next) > a.segment.at(use) && !users.has(next)) return true;
  }
  return false;
}

/** What a long call may end in. */
const CLOSES = ['end', 'close', 'destroy'];

/** Its class has a method of its own in the place of the one that closes, and says itself, in its methods, what still goes out then (`end() { this.write(TRAILER, () => super.end()); }`). */
export function isOfOwnClose(trace: Trace, use: number, close: number, own: ReadonlySet<string>): boolean {
  const textOf = (access: number): string => trace.site(trace.accesses.site.at(access))?.text ?? '';
  const [, className] = /^(\w+)\.[^.]+$/.exec(trace.functions[trace.functionAt(trace.accesses.site.at(use))]?.name ?? '') ?? [];
  // `this.handle.write` of a class that closes its handle: that is the one that should know.
  if (className === undefined || !/^this\.[^.]+$/.test(textOf(use))) return false;
  const text = textOf(close);
  return (text.endsWith('…') ? CLOSES : [lastName(text)]).some((method) => own.has(`${className}.${method}`));
}

/**
 * Between the close and the work of the use something else was put there and closed again, as all did one after another (the tests of a suite, whose hooks make and take away what they use):
 * if they do not keep apart, the one that came next tells it.
 */
export function isOfEarlierTurn(
  { accesses: a }: Trace,
  rows: readonly number[],
  closes: readonly number[],
  close: number,
  check: number,
  use: number,
): boolean {
  const isClose = (row: number): boolean => closes.includes(row);
  const isStore = (row: number): boolean => a.write.at(row) === 1 && row !== check && !isClose(row);
  const isBehind = a.position.at(close) > a.position.at(use);
  const [from, to] = isBehind ? [use, close] : [close, check];
  // Behind the use, what it used was closed as well, and what the close is of was stored.
  const turn = isBehind ? [isClose, isStore, isClose, isStore] : [isStore, isClose];
  let passed = 0;
  for (const row of rows) {
    if (a.position.at(row) > a.position.at(from) && a.position.at(row) < a.position.at(to) && turn[passed]?.(row) === true) passed++;
  }
  return passed === turn.length;
}

const ENDS_IT = ['close', 'destroy', 'disconnect', 'end', 'kill', 'terminate'];
const PASSES_ON = new Set(['TickObject', 'Microtask']);
const MAX_STEPS = 64;

/**
 * `this.link.end()`, and afterwards an event sets `this.link` to nothing: what is known to do so is the answer to this very use; or its own work has closed the whole object behind it
 * (`db.set(key, value); db.close()`), and the event is the answer to that. Somebody else may end it first, of which this run has no sign.
 */
export function isOwnEnd(context: AnalysisContext, use: number, close: number): boolean {
  const { trace } = context;
  const { accesses: a, segments: s } = trace;
  if (a.position.at(close) < a.position.at(use)) return false;
  if (hasClosedOwner(context, use, close)) return true;
  const place = trace.site(a.site.at(use));
  const isEnd = (at: number): boolean => {
    const call = trace.site(at);
    return call?.function === place?.function && call?.line === place?.line && call?.text.startsWith(`${place?.text}.`) === true;
  };
  if (!ENDS_IT.some((name) => callsNamed(trace, name).some(isEnd))) return false;
  // A timer, or a call of the program, that does so decides for itself when.
  let at = s.atom.at(a.segment.at(close));
  for (let depth = 0; depth < MAX_STEPS && at !== NONE; depth++) {
    const task = s.task.at(at);
    const type = task === NONE ? '' : trace.taskType(task);
    if (!PASSES_ON.has(type)) return type !== '' && type !== 'Timeout' && type !== 'Immediate';
    at = segmentBehind(trace, at);
  }
  return false;
}

/** The step of the use, or a later one of its call, closed the object that has what is used: before it was set to nothing. */
function hasClosedOwner(context: AnalysisContext, use: number, close: number): boolean {
  const { accesses: a, locations: l } = context.trace;
  const own = a.activation.at(use);
  const isOwn = (row: number): boolean =>
    atomOf(context.trace, row) === atomOf(context.trace, use) || (own !== NONE && a.activation.at(row) === own);
  const isClose = (row: number): boolean =>
    a.value.at(row) === VALUE_FALSE && a.position.at(row) >= a.position.at(use) && a.position.at(row) < a.position.at(close) && isOwn(row);
  const beside = factsOf(context).groupsBeside(a.location.at(use));
  return beside.some(({ location, writes }) => context.trace.string(l.key.at(location)) === IS_OPEN && writes.some(isClose));
}

/**
 * A class of a library that is asked after its close has its answer at once, and had waited for one from outside before: it has refused. (One of the program's own may well keep what it has
 * read before.)
 */
export function isRefusedAtOnce({ order, trace }: AnalysisContext, rows: readonly number[], use: number, close: number): boolean {
  const { site, position } = trace.accesses;
  if (isOutside({ order, trace }, use) !== false) return false;
  return rows.some(
    (row) => site.at(row) === site.at(use) && position.at(row) < position.at(close) && isOutside({ order, trace }, row) === true,
  );
}

/** Whether the call for which something was used, and which was waited for in the step of the use, was answered in a later turn; undefined where nobody waited. */
function isOutside({ order, trace }: Pick<AnalysisContext, 'order' | 'trace'>, use: number): boolean | undefined {
  const { accesses: a, activations: acts, suspensions: s } = trace;
  const user = a.activation.at(use);
  let at = user === NONE ? NONE : acts.lastSuspension.at(user);
  while (at !== NONE && s.segment.at(at) !== a.segment.at(use)) at = s.previous.at(at);
  const resumed = at === NONE ? NONE : s.resumeSegment.at(at);
  return resumed === NONE ? undefined : order.crossesTurn(a.segment.at(use), resumed);
}

/**
 * Its call was under way when another method of its class (or a function beside it) closed, and it looks at that only now, after it has waited: it is this close that it asks for
 * (`const key = await derive(); if (this.closed) throw …`).
 */
export function isLookedAtLate(trace: Trace, use: number, close: number): boolean {
  const { accesses: a, activations: acts } = trace;
  const own = a.activation.at(use);
  const [user, closer] = [trace.functions[functionOf(trace, use)], trace.functions[functionOf(trace, close)]];
  if (own === NONE || user === undefined || closer === undefined || user.file !== closer.file) return false;
  const ownerOf = (name: string): string => name.slice(0, name.lastIndexOf('.') + 1);
  const isBeside = ownerOf(user.name) === ownerOf(closer.name) && user.parentFunction === closer.parentFunction;
  if (!isBeside || acts.fn.at(own) !== functionOf(trace, use) || acts.startSegment.at(own) >= a.segment.at(close)) return false;
  return !beganWithPause(trace, own, a.segment.at(use));
}

/**
 * `await delay(15); if (!this.open) throw …`: what comes first of all, and gives nothing, stands for the time that the work takes. No method waits like that before it thinks of being closed.
 */
function beganWithPause(trace: Trace, activation: number, use: number): boolean {
  const { activations: acts, suspensions: s } = trace;
  let at = acts.lastSuspension.at(activation);
  while (at !== NONE && s.segment.at(at) >= use) at = s.previous.at(at);
  if (at === NONE || s.previous.at(at) !== NONE || trace.hasFlag(s.site.at(at), FLAG_USED)) return false;
  return s.awaited.at(at) !== NONE && isPause(trace, s.awaited.at(at));
}

/** `setTimeout(() => client.ask(…), 75)` in the main script: at that time somebody comes, whatever has been closed by then. */
export function isAppointed(trace: Trace, use: number): boolean {
  const { segments: s, tasks } = trace;
  const task = s.task.at(atomOf(trace, use));
  return task !== NONE && trace.taskType(task) === 'Timeout' && s.task.at(s.atom.at(tasks.initSegment.at(task))) === NONE;
}
