/**
 * Hand-written locks in the form of requests, so that the wait-for graph and the lock order read them like those of a library: a trace that shows nothing but them.
 */
import type { Int32Column } from '../../base/columns.ts';
import { addTo, RowLists } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import { LockTable, RequestTable, type Trace } from '../../model/trace.ts';
import { LOCK_INFERRED, MODE_SHARED, MODE_TIMEOUT } from '../../model/vocabulary.ts';
import type { HandLock, Hold, Waiter } from './handLocks.ts';
import { siteOfAwait } from '../lineage.ts';
import { functionAround, isBefore } from '../waiting/wakers.ts';
import { askersOf, isLimitedAt, takerFunction } from './handWaits.ts';
import { callBackAfter, callInStep, callsInStep } from './plainCalls.ts';

/** A helper of a helper, and so on. */
const MAX_HELPERS = 8;

interface Row {
  readonly lock: number;
  readonly activation: number;
  readonly guard: number;
  readonly promise: number;
  readonly from: Hold | Waiter;
  readonly hold: Hold | undefined;
  /** One function takes it and gives it back around its own work, and has left it once: it acts for nobody else. */
  readonly isOwnWork: boolean;
  readonly mode: number;
}

/** The trace with these locks in the place of those of libraries. `at`: filled with the request of each hold and waiter. */
export function traceOfHandLocks(trace: Trace, handLocks: readonly HandLock[], at?: Map<Hold | Waiter, number>): Trace {
  return shownTrace(trace, handLocks, new LockTable(), [], at);
}

/** The trace with these locks beside those of libraries: a task may hold one of each. */
export function traceWithHandLocks(trace: Trace, handLocks: readonly HandLock[]): Trace {
  const locks = new LockTable();
  for (let lock = 0; lock < trace.locks.length; lock++) copyRow(trace.locks, lock, locks);
  const known: Known[] = [];
  const { requests: r } = trace;
  for (let i = 0; i < r.length; i++) known.push({ known: i, ns: r.requestNs.at(i), position: r.requestPosition.at(i) });
  return shownTrace(trace, handLocks, locks, known);
}

/** A request for the lock of a library. */
interface Known {
  readonly known: number;
  readonly ns: number;
  readonly position: number;
}

function shownTrace(
  trace: Trace,
  handLocks: readonly HandLock[],
  locks: LockTable,
  libraries: readonly Known[],
  at?: Map<Hold | Waiter, number>,
): Trace {
  const requests = new RequestTable();
  const before = locks.length;
  const rows = handLocks.flatMap((lock, index): Row[] => {
    const i = before + index;
    const first = lock.holds[0];
    locks.thread.push(trace.locations.thread.at(lock.location));
    locks.kind.push(LOCK_INFERRED);
    locks.permits.push(lock.permits);
    for (const column of [locks.library, locks.name, locks.scope]) column.push(0);
    locks.site.push(first === undefined ? NONE : trace.accesses.site.at(first.guard));
    const isOwnWork = wasLeftByItself(trace, lock);
    const limit = lock.gaveUp.length > 0 || (first !== undefined && isLimitedAt(trace, first.guard)) ? MODE_TIMEOUT : 0;
    const row = (from: Hold | Waiter, hold: Hold | undefined, mode = 0): Row => {
      return { lock: i, activation: from.activation, guard: from.guard, promise: from.promise, from, hold, isOwnWork, mode: mode | limit };
    };
    const readers = (lock.readers ?? []).map((h) => row(h, h, MODE_SHARED));
    const refused = [...lock.waiting, ...lock.gaveUp];
    return [...lock.holds.map((h) => row(h, h)), ...readers, ...refused.map((w) => row(w, undefined))];
  });
  const own = rows.map((row) => ({
    row,
    ns: trace.segments.startNs.at(trace.accesses.segment.at(row.guard)),
    position: trace.accesses.position.at(row.guard),
  }));
  const plain = new PlainCalls(trace, rows);
  const jobs = new Map<number, number>();
  /** Request of a library → its number beside the others. */
  const shownAs = new Map<number, number>();
  // In the order of time, as the requests of a trace are.
  const sorted = [...libraries, ...own].sort((x, y) => x.ns - y.ns || x.position - y.position || 0);
  for (const [request, asked] of sorted.entries()) {
    if ('known' in asked) {
      copyRow(trace.requests, asked.known, requests);
      shownAs.set(asked.known, request);
      continue;
    }
    const { row } = asked;
    addRequest(trace, requests, row, row.activation === NONE ? plain.of(row) : undefined);
    at?.set(row.from, request);
    if (row.hold?.job !== undefined) jobs.set(row.hold.job, request);
  }
  const shown = (known: number): number => shownAs.get(known) ?? NONE;
  // What a job of a library asks for in its first step is asked for under its lock.
  for (let request = 0; request < requests.length; request++) {
    const under = requests.under.at(request);
    const isOwn = locks.kind.at(requests.lock.at(request)) === LOCK_INFERRED;
    requests.under.set(request, shown(isOwn ? jobAround(trace, requests.requestSegment.at(request)) : under));
  }
  const { activations: acts, segments: s } = trace;
  const job = { at: (activation: number) => jobs.get(activation) ?? shown(acts.job.at(activation)), length: acts.length };
  const activations = Object.create(acts, { job: { value: job }, length: { get: () => acts.length } }) as object;
  const jobOf = { at: (segment: number) => shown(s.jobOf.at(segment)), length: s.length };
  const segments = Object.create(s, { jobOf: { value: jobOf }, length: { get: () => s.length } }) as object;
  const tables = { locks, requests, activations, segments };
  // SAFETY: everything but these tables is the trace's own.
  return Object.create(trace, Object.fromEntries(Object.entries(tables).map(([name, value]) => [name, { value }]))) as Trace;
}

/** The request of a library as whose job the piece of a callback runs, NONE. */
function jobAround({ segments: s }: Trace, segment: number): number {
  for (let at = segment; at !== NONE; at = s.outer.at(at)) {
    const job = s.jobOf.at(at) === NONE ? s.jobOf.at(s.atom.at(at)) : s.jobOf.at(at);
    if (job !== NONE) return job;
  }
  return NONE;
}

function copyRow<T extends LockTable | RequestTable>(from: T, row: number, to: T): void {
  // SAFETY: the own properties of a new table are its columns.
  const [source, target] = [from, to] as unknown as Record<string, Int32Column>[] as [
    Record<string, Int32Column>,
    Record<string, Int32Column>,
  ];
  for (const name of Object.keys(target)) target[name]?.push(source[name]?.at(row) ?? NONE);
}

function wasLeftByItself(trace: Trace, { holds }: HandLock): boolean {
  const { activations: acts } = trace;
  const last = holds.at(-1);
  if (last === undefined || last.to !== undefined || last.activation === NONE || acts.endSegment.at(last.activation) === NONE) return false;
  return holds.every(({ activation, guard, job, from, to }, i) => {
    const isOwn = job === undefined && acts.fn.at(activation) === takerFunction(trace, guard);
    return isOwn && (i === holds.length - 1 ? i > 0 : to?.by === activation && to.segment !== from.segment);
  });
}

/** Where plain code asks: by the calls that are written in its step, where as many stand there as were made, or one inside the other. */
class PlainCalls {
  readonly #trace: Trace;
  /** Step and function that looks → what was asked for there, in order. */
  readonly #beside = new Map<string, Row[]>();
  /** Lock → the first access that took it. */
  readonly #taken = new Map<number, number>();
  /** Lock and step → by how many it was given back there. */
  readonly #released = new Map<string, number>();

  constructor(trace: Trace, rows: readonly Row[]) {
    this.#trace = trace;
    for (const row of rows) {
      if (row.activation !== NONE) continue;
      addTo(this.#beside, this.#stepOf(row), row);
      const set = row.hold?.set ?? NONE;
      if (set !== NONE && !this.#taken.has(row.lock)) this.#taken.set(row.lock, set);
      const released = `${row.lock}:${row.hold?.to?.segment ?? NONE}`;
      this.#released.set(released, (this.#released.get(released) ?? 0) + 1);
    }
    const { position } = trace.accesses;
    for (const list of this.#beside.values()) list.sort((x, y) => position.at(x.guard) - position.at(y.guard));
  }

  #stepOf({ guard }: Row): string {
    return `${this.#trace.accesses.segment.at(guard)}:${takerFunction(this.#trace, guard)}`;
  }

  of(asked: Row): number | undefined {
    const trace = this.#trace;
    const segment = trace.accesses.segment.at(asked.guard);
    const fn = takerFunction(trace, asked.guard);
    // Between callbacks of `.then`, by the name of the lock's function; else by what is done with what it gave.
    const reaction = reactionTo(trace, segment, fn);
    if (reaction !== undefined) return callInStep(trace, segment, [fn]) ?? reaction;
    const set = asked.hold?.set ?? NONE;
    const taken = this.#taken.get(asked.lock) ?? NONE;
    const fns = [fn, ...(taken === NONE ? [] : askersOf(trace, fn, taken))];
    const back = set === NONE ? undefined : callBackAfter(trace, set, fns);
    if (back !== undefined) return back;
    // Who takes it where it was just given back stood in line before.
    const own = asked.hold?.to?.segment === segment ? 1 : 0;
    if ((this.#released.get(`${asked.lock}:${segment}`) ?? 0) > own) return undefined;
    const beside = this.#beside.get(this.#stepOf(asked)) ?? [];
    const calls = callsInStep(trace, segment, fns);
    const place = beside.indexOf(asked);
    if (calls.flat().length === beside.length) return calls.flat()[place];
    const [call, ...more] = calls[place] ?? [];
    return more.length === 0 ? call : undefined;
  }
}

function addRequest(
  trace: Trace,
  r: RequestTable,
  { lock, activation, guard, promise, hold, isOwnWork, mode }: Row,
  called: number | undefined,
): void {
  const segment = trace.accesses.segment.at(guard);
  r.lock.push(lock);
  r.mode.push(mode);
  r.weight.push(1);
  const flag = hold === undefined || hold.set === NONE ? guard : hold.set;
  r.site.push(
    isOwnWork
      ? trace.accesses.site.at(flag)
      : (callOfJob(trace, guard, hold?.job) ?? called ?? callOf(trace, activation, guard, hold?.to?.ns)),
  );
  r.promise.push(promise);
  r.activation.push(hold === undefined || isOwnWork ? activation : holderOf(trace, activation, guard));
  r.requestSegment.push(segment);
  r.requestNs.push(trace.segments.startNs.at(segment));
  r.acquireSegment.push(hold?.from.segment ?? NONE);
  r.acquireNs.push(hold?.from.ns ?? Number.NaN);
  r.releaseSegment.push(hold?.to?.segment ?? NONE);
  r.releaseNs.push(hold?.to?.ns ?? Number.NaN);
  const unknown = [r.under, r.releaseSite, r.cancelled, r.againSite];
  for (const column of unknown) column.push(NONE);
  r.job.push(hold?.job ?? NONE);
  r.jobPromise.push(hold?.work ?? NONE);
  r.jobEndSegment.push(hold?.job === undefined ? NONE : (hold.to?.segment ?? NONE));
  r.releasedBy.push(hold?.to?.by ?? NONE);
  r.requestPosition.push(trace.accesses.position.at(guard));
  r.acquirePosition.push(hold?.from.position ?? Number.NaN);
  r.releasePosition.push(hold?.to?.position ?? Number.NaN);
  r.open.push(0);
  r.releases.push(hold?.to === undefined ? 0 : 1);
}

/** Who has the lock: the caller, when the function that took it for the caller has ended. */
export function holderOf(trace: Trace, activation: number, guard: number): number {
  const { activations: acts } = trace;
  if (acts.fn.at(activation) !== takerFunction(trace, guard)) return activation;
  const [promise, caller] = [acts.promise.at(activation), acts.parent.at(activation)];
  if (acts.endSegment.at(activation) === NONE || promise === NONE || caller === NONE) return activation;
  return awaitOf(trace, caller, promise) === NONE ? activation : caller;
}

/** The last suspension in which an activation waited for a promise; NONE. */
export function awaitOf({ activations: acts, suspensions: s }: Trace, activation: number, promise: number): number {
  let at = acts.lastSuspension.at(activation);
  while (at !== NONE && s.awaited.at(at) !== promise) at = s.previous.at(at);
  return at;
}

/** Whoever still awaits what helpers did that have ended: what they took is its own now, and what they asked in vain it asks again. */
export function keeperOf(trace: Trace, activation: number): number {
  const { activations: acts } = trace;
  let at = activation;
  for (let i = 0; i < MAX_HELPERS && acts.endSegment.at(at) !== NONE; i++) {
    const [promise, caller] = [acts.promise.at(at), acts.parent.at(at)];
    if (caller === NONE || promise === NONE || awaitOf(trace, caller, promise) === NONE) break;
    at = caller;
  }
  return at;
}

/**
 * The call of the function that tests the lock in which the job was written: `exclusive(key, async () => …)`. By the name of the function, or, where it is known by another one, the call
 * whose first argument the job is.
 */
function callOfJob(trace: Trace, guard: number, job: number | undefined): number | undefined {
  const work = job === undefined ? undefined : trace.functions[trace.activations.fn.at(job)];
  const name = trace.functions[takerFunction(trace, guard)]?.name ?? '';
  if (work === undefined) return undefined;
  const isNamed = name !== '' && name !== '(anonymous)';
  let found: number | undefined;
  let around: number | undefined;
  for (const [index, site] of trace.sites.entries()) {
    if (site.kind !== 'call' || site.file !== work.file || site.function !== work.parentFunction) continue;
    if (site.line === work.line && site.column + site.text.length + 1 === work.column) around = index;
    if (!isNamed || !isCallOf(site.text, name)) continue;
    const nearest = found === undefined ? undefined : trace.site(found);
    if (isBefore(site, work) && (nearest === undefined || nearest.line <= site.line)) found = index;
  }
  return found ?? around;
}

function isCallOf(text: string, name: string): boolean {
  return text.slice(text.lastIndexOf('.') + 1) === name.slice(name.lastIndexOf('.') + 1);
}

/** Where the task asks for the lock: the await of the call whose function tests it, else the test itself. `untilNs`: what a helper leaves to its caller is asked for there. */
export function callOf(trace: Trace, activation: number, guard: number, untilNs?: number): number {
  const { accesses: a, activations: acts } = trace;
  const test = a.site.at(guard);
  const fn = takerFunction(trace, guard);
  let caller = activation;
  let promise = NONE;
  if (activation === NONE) return test;
  // The function that tests is an async one: its caller awaits what it returned.
  const looker = acts.fn.at(activation) === fn ? activation : a.activation.at(guard);
  if (fn !== NONE && looker !== NONE && acts.fn.at(looker) === fn) {
    promise = acts.promise.at(looker);
    caller = acts.parent.at(looker);
  }
  if (fn === NONE) return test;
  const awaited = siteOfAwait(trace, caller, promise, a.segment.at(guard));
  if (awaited !== undefined) return awaited;
  // Called by code that awaits nothing: the call itself.
  const call = promise === NONE ? NONE : trace.tasks.site.at(promise);
  const left = promise === NONE && untilNs !== undefined ? awaitOfHelper(trace, activation, untilNs) : NONE;
  if (call !== NONE || left !== NONE) return call === NONE ? left : call;
  return promise === NONE ? (callInStep(trace, a.segment.at(guard), [fn]) ?? test) : test;
}

/** By the segment that they were attached in. */
const REACTIONS = new WeakMap<Trace['tasks'], { readonly size: number; readonly rows: RowLists }>();

/** What plain code attached in that step to a promise that the function gave it: `lock.take().then(…)`. */
function reactionTo(trace: Trace, segment: number, fn: number): number | undefined {
  const { tasks, segments } = trace;
  let known = REACTIONS.get(trace.tasks);
  if (known?.size !== tasks.length) {
    const isReaction = (task: number): boolean => trace.isPromise(task) && tasks.parent.at(task) !== NONE;
    const rows = new RowLists(segments.length, tasks.length, (task) => (isReaction(task) ? tasks.initSegment.at(task) : NONE));
    REACTIONS.set(trace.tasks, (known = { size: tasks.length, rows }));
  }
  const makerOf = (promise: number): number => {
    const called = tasks.activation.at(promise);
    return called === NONE ? functionAround(trace, trace.functionAt(tasks.site.at(promise))) : trace.activations.fn.at(called);
  };
  const file = trace.functions[fn]?.file;
  let found: number = NONE;
  for (const task of known.rows.of(segment)) {
    const before = tasks.parent.at(task);
    const [site, maker] = [trace.site(tasks.site.at(task)), makerOf(before)];
    if (site?.kind !== 'call' || tasks.initSegment.at(before) !== segment || trace.functions[maker]?.file !== file) continue;
    // The caller's, where the lock itself reacts first: `return this.turn().then(() => release)`.
    if (site.function !== maker && site.function !== fn && (found === NONE || before === found)) found = task;
  }
  if (found !== NONE) return tasks.site.at(found);
  // `.then(() => lock.take())`
  const step = segments.task.at(segment);
  const isStep = step !== NONE && trace.isPromise(step) && tasks.parent.at(step) !== NONE;
  return isStep && tasks.site.at(step) !== NONE ? tasks.site.at(step) : undefined;
}

/** The await of the outermost helper that had ended by then. */
function awaitOfHelper(trace: Trace, activation: number, ns: number): number {
  const { activations: acts, suspensions: s } = trace;
  let found: number = NONE;
  for (let helper = activation, i = 0; helper !== NONE && i < MAX_HELPERS; helper = acts.parent.at(helper), i++) {
    const [promise, caller] = [acts.promise.at(helper), acts.parent.at(helper)];
    if (acts.endSegment.at(helper) === NONE || acts.endNs.at(helper) >= ns || promise === NONE || caller === NONE) break;
    const at = awaitOf(trace, caller, promise);
    if (at === NONE) break;
    found = s.site.at(at);
  }
  return found;
}
