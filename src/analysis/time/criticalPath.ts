/**
 * Where the time of a call went along its critical path: what it ran, and why it waited, following what finished last; and what to do about the biggest part.
 */
import { addTo } from '../../base/lists.ts';
import { type Change, inOrder, type Spans, takenBetween } from '../../base/spans.ts';
import { NONE } from '../../model/ids.ts';
import type { BlockRow, StuckRow } from '../../model/rows.ts';
import type { Trace } from '../../model/trace.ts';
import { lastName } from '../names.ts';
import { computesInPool } from './poolTypes.ts';
import { firstWhere } from '../../base/search.ts';

const MAX_DEPTH = 16;
const MAX_HOPS = 64;

export type Cause = 'cpu' | 'io' | 'lock' | 'pool' | 'ready' | 'other';
/** Causes that a task can be bound by. */
export type BoundCause = Exclude<Cause, 'ready' | 'other'>;
export const BOUND_CAUSES: readonly BoundCause[] = ['cpu', 'io', 'lock', 'pool'];
export type Shares = Record<Cause, number>;
/** Calls that block a thread and have the processor meanwhile. */
const COMPUTING = /^(?:crypto|zlib)/;
/** What woke the loop: files are served by threads of the pool, when they are free. */
type Woken = Cause | 'file';
const WOKEN: readonly Woken[] = ['cpu', 'io', 'lock', 'pool', 'ready', 'other', 'file'];

const ADVICE: Readonly<Record<BoundCause, string>> = {
  cpu: 'a worker thread or a process would leave the event loop to others',
  io: 'waits that do not need each other can run at once (Promise.all), and threads would not help',
  lock: 'a shorter critical section, or one lock for each key, would let more of it run at once',
  pool: 'start fewer at once, or let UV_THREADPOOL_SIZE give the pool more threads',
};
const TOGETHER = 'it waits for several at once already, so that the slowest of them counts, and threads would not help';
const CAUSE_NAMES: Readonly<Record<BoundCause, string>> = {
  cpu: 'computing',
  io: 'waiting for network, files or other processes',
  lock: 'waiting for locks and queues',
  pool: 'waiting for the thread pool',
};

const TOGETHER_CALLS = 'its calls wait at once already, so that the slowest of them counts, and threads would not help';

/** What a task is bound by, in a sentence. `at`: the call that has most of it, and its line where that is to be said. `atOnce`: its calls overlap. */
export function boundText(name: string, share: number, cause: BoundCause, at: string, atOnce: boolean, line?: number): string {
  const where = at === '' ? '' : `, most of it at \`${at}\`${line === undefined ? '' : ` (line ${line})`}`;
  const advice = cause !== 'io' ? ADVICE[cause] : /^Promise\.all(?:Settled)?$/.test(at) ? TOGETHER : atOnce ? TOGETHER_CALLS : ADVICE.io;
  return `${name} spends ${Math.round(share * 100)} % of its time ${CAUSE_NAMES[cause]}${where}: ${advice}.`;
}

/** A call that computes for less than a thread needs to be asked is best where it is. */
const MIN_THREAD_NS = 5e6;

/** Of computing that is done in pieces as short as this nobody wants to know where else it could be done. */
export function isForThread(cpuNs: number, calls: number): boolean {
  return cpuNs / calls >= MIN_THREAD_NS;
}

/** Whether most of these calls began while another one of the same caller was under way. Those of different requests say nothing of how one of them waits. */
export function areAtOnce(trace: Trace, calls: readonly number[]): boolean {
  const { startNs, endNs, parent, startSegment } = trace.activations;
  const last = new Map<number, number>();
  let beside = 0;
  for (const a of calls.toSorted((x, y) => startNs.at(x) - startNs.at(y))) {
    const caller = parent.at(a) === NONE ? -2 - startSegment.at(a) : parent.at(a);
    const end = last.get(caller) ?? -Infinity;
    if (startNs.at(a) < end) beside++;
    last.set(caller, Math.max(end, endNs.at(a)));
  }
  return beside > 0 && beside * 2 >= calls.length - last.size;
}

export function noShares(): Shares {
  return { cpu: 0, io: 0, lock: 0, pool: 0, ready: 0, other: 0 };
}

export function sumOf(shares: Shares): number {
  return shares.cpu + shares.io + shares.lock + shares.pool + shares.ready + shares.other;
}

/** Splits the time of an activation: what it ran, and why it waited, following what finished last. */
export class PathWalker {
  readonly #trace: Trace;
  readonly #requestOf = new Map<number, number>();
  readonly #combineOf = new Map<number, readonly number[]>();
  readonly #waits = new Map<string, Map<number, number>>();
  readonly #calls = new Map<number, number>();
  /** Activation → its calls that held the thread without computing. */
  #blocks: Map<number, BlockRow[]> | undefined;
  /** What woke the loop for each segment (WOKEN, from 1) and how many callbacks before, as far as it was asked. */
  #wakers: { readonly cause: Uint8Array; readonly hops: Uint8Array } | undefined;
  readonly #passed: number[] = [];
  readonly #full = new Map<number, Spans>();
  /** Last part of a function's name → when the watchdog saw it on the stack of a thread that did not move. */
  #seen: Map<string, number[]> | undefined;
  /** Thread → part of its callbacks in which it had a processor. */
  #processor: number[] | undefined;
  readonly looks: Looks;

  constructor(trace: Trace) {
    this.#trace = trace;
    this.looks = new Looks(trace);
    for (let i = 0; i < trace.requests.length; i++) {
      if (trace.requests.promise.at(i) !== NONE) this.#requestOf.set(trace.requests.promise.at(i), i);
    }
    for (const row of trace.combines) this.#combineOf.set(row.result, row.members);
  }

  /** Adds the causes of [fromNs, toNs) of an activation. `top`: where the task itself waited. */
  add(activation: number, fromNs: number, toNs: number, shares: Shares, depth = 0, top = NONE): void {
    const { activations: acts, suspensions: s } = this.#trace;
    let running = toNs - fromNs;
    for (let i = acts.lastSuspension.at(activation); i !== NONE; i = s.previous.at(i)) {
      const from = Math.max(fromNs, this.#suspendedAt(i));
      const to = Math.min(toNs, Number.isNaN(s.resumeNs.at(i)) ? toNs : s.resumeNs.at(i));
      if (!(to > from)) continue;
      running -= to - from;
      const site = top === NONE ? s.site.at(i) : top;
      const done = this.#doneAt(s.awaited.at(i), from, to);
      this.#wait(s.awaited.at(i), from, done, shares, depth, site);
      this.#put('ready', to - done, shares, site);
    }
    const blocked = Math.min(running, this.#blockedNs(activation, fromNs, toNs));
    this.#put('other', blocked, shares, top);
    this.#put('cpu', Math.max(0, running - blocked), shares, top);
  }

  /** Adds the causes of a wait for a promise. */
  addWait(promise: number, fromNs: number, toNs: number, shares: Shares): void {
    const done = this.#doneAt(promise, fromNs, toNs);
    this.#wait(promise, fromNs, done, shares, 0, NONE);
    this.#put('ready', toNs - done, shares, NONE);
  }

  /** When what was waited for had settled; from then on it was the loop's turn. */
  #doneAt(awaited: number, from: number, to: number): number {
    const settled = awaited === NONE ? NONE : this.#trace.tasks.resolveSegment.at(awaited);
    if (settled === NONE) return to;
    const end = this.#trace.segments.startNs.at(settled);
    return Math.min(to, Math.max(from, end));
  }

  /** Suspending carries no time of its own: the callback that it happened in went on until its end. */
  #suspendedAt(suspension: number): number {
    const { segments, suspensions: s } = this.#trace;
    const end = segments.endNs.at(s.segment.at(suspension));
    const resumed = s.resumeNs.at(suspension);
    return Number.isNaN(end) ? s.startNs.at(suspension) : Number.isNaN(resumed) ? end : Math.min(end, resumed);
  }

  /** What calls ran, without what others had of the processor meanwhile: on a busy machine callbacks last longer. */
  ownShares(shares: Shares, calls: readonly number[]): Shares {
    this.#processor ??= this.#findProcessor();
    const thread = this.#trace.activations.thread.at(calls[0] ?? NONE);
    return { ...shares, cpu: shares.cpu * (this.#processor[thread] ?? 1) };
  }

  /** For each thread the part of its callbacks in which it had a processor, calls that only wait left out. */
  #findProcessor(): number[] {
    const { blocks, segments: s, threads } = this.#trace;
    const ran = new Float64Array(threads.length);
    for (let i = 0; i < s.length; i++) {
      const ns = s.endNs.at(i) - s.startNs.at(i);
      if (ns > 0) ran[s.thread.at(i)] = (ran[s.thread.at(i)] ?? 0) + ns;
    }
    for (const { api, thread, startNs, endNs } of blocks) {
      if (!COMPUTING.test(api) && endNs > startNs) ran[thread] = (ran[thread] ?? 0) - (endNs - startNs);
    }
    return threads.map(({ cpuNs }, thread) => {
      const ns = ran[thread] ?? 0;
      return ns > 0 && cpuNs > 0 ? Math.min(1, cpuNs / ns) : 1;
    });
  }

  /** When the activation ended, at the latest; a function that never waited is credited with its callback only when it was seen running in it. */
  endOf(activation: number): number {
    const { activations: acts, segments } = this.#trace;
    const end = segments.endNs.at(acts.endSegment.at(activation));
    if (Number.isNaN(end) || acts.lastSuspension.at(activation) !== NONE) return acts.endNs.at(activation);
    const seen = this.wasSeen(this.#trace.activationName(activation), acts.startNs.at(activation), end);
    return seen ? end : acts.endNs.at(activation);
  }

  /** The watchdog saw the function on the stack of a thread that did not move. */
  wasSeen(name: string, fromNs = -Infinity, toNs = Infinity): boolean {
    this.#seen ??= this.#findSeen();
    return this.#seen.get(lastName(name))?.some((ns) => ns >= fromNs && ns <= toNs) ?? false;
  }

  #findSeen(): Map<string, number[]> {
    const seen = new Map<string, number[]>();
    for (const { frames, ns } of this.#trace.samples) {
      for (const name of new Set(frames.map((frame) => lastName(frame.split(' ')[0] ?? '')))) addTo(seen, name, ns);
    }
    return seen;
  }

  /** A thread was looked at while it computed for long in a callback in which, of all async functions, only this call ran. */
  wasAlone(activation: number): boolean {
    const { activations: acts, segments, stuck, suspensions: s } = this.#trace;
    if (stuck.length === 0) return false;
    const isSeenIn = (segment: number): boolean =>
      segment !== NONE &&
      this.#callsIn(segment) === 1 &&
      this.looks.within(segments.thread.at(segment), segments.startNs.at(segment), segments.endNs.at(segment)).length > 0;
    if (isSeenIn(acts.startSegment.at(activation))) return true;
    for (let i = acts.lastSuspension.at(activation); i !== NONE; i = s.previous.at(i)) if (isSeenIn(s.resumeSegment.at(i))) return true;
    return false;
  }

  /** How many calls of async functions were begun or went on in a segment. */
  #callsIn(segment: number): number {
    if (this.#calls.size === 0) {
      const { activations: acts, suspensions: s } = this.#trace;
      const add = (at: number): void => {
        if (at !== NONE) this.#calls.set(at, (this.#calls.get(at) ?? 0) + 1);
      };
      for (let a = 0; a < acts.length; a++) if (acts.sync.at(a) === 0) add(acts.startSegment.at(a));
      for (let i = 0; i < s.length; i++) add(s.resumeSegment.at(i));
    }
    return this.#calls.get(segment) ?? 0;
  }

  /** Time in calls that hold the thread without computing. */
  #blockedNs(activation: number, fromNs: number, toNs: number): number {
    this.#blocks ??= this.#findBlocks();
    let sum = 0;
    for (const block of this.#blocks.get(activation) ?? []) {
      sum += Math.max(0, Math.min(toNs, Number.isNaN(block.endNs) ? toNs : block.endNs) - Math.max(fromNs, block.startNs));
    }
    return sum;
  }

  #findBlocks(): Map<number, BlockRow[]> {
    const blocks = new Map<number, BlockRow[]>();
    for (const block of this.#trace.blocks) if (!COMPUTING.test(block.api)) addTo(blocks, block.activation, block);
    return blocks;
  }

  /** The await of these calls that had most of a cause. */
  biggest(calls: readonly number[], cause: Cause): number {
    if (cause === 'cpu') return NONE;
    const { activations: acts, suspensions: s } = this.#trace;
    const own = new Set<number>();
    for (const a of calls) for (let i = acts.lastSuspension.at(a); i !== NONE; i = s.previous.at(i)) own.add(s.site.at(i));
    let best = NONE;
    const known = this.#waits.get(cause);
    for (const [site, ns] of known ?? []) if (own.has(site) && (best === NONE || ns > (known?.get(best) ?? 0))) best = site;
    return best;
  }

  #put(cause: Cause, ns: number, shares: Shares, site: number): void {
    shares[cause] += ns;
    if (site === NONE) return;
    let sites = this.#waits.get(cause);
    if (sites === undefined) this.#waits.set(cause, (sites = new Map()));
    sites.set(site, (sites.get(site) ?? 0) + ns);
  }

  #wait(awaited: number, from: number, to: number, shares: Shares, depth: number, top: number): void {
    const { tasks } = this.#trace;
    if (awaited === NONE || depth > MAX_DEPTH) {
      this.#put('other', to - from, shares, top);
      return;
    }
    if (this.#requestOf.has(awaited)) {
      const request = this.#requestOf.get(awaited) as number;
      const granted = this.#trace.requests.acquireNs.at(request);
      const until = Number.isNaN(granted) ? to : Math.min(to, Math.max(from, granted));
      this.#put('lock', until - from, shares, top);
      const job = this.#trace.requests.job.at(request);
      if (job !== NONE) this.add(job, until, to, shares, depth + 1, top);
      else this.#woken(awaited, until, to, shares, top);
      return;
    }
    const members = this.#combineOf.get(awaited);
    const last = members?.reduce((a, b) => (tasks.resolveNs.at(b) > tasks.resolveNs.at(a) ? b : a), members[0] ?? NONE);
    if (last !== undefined && last !== NONE && last !== awaited) {
      this.#wait(last, from, to, shares, depth + 1, top);
      return;
    }
    const called = tasks.activation.at(awaited);
    if (called !== NONE) {
      this.add(called, from, to, shares, depth + 1, top);
      return;
    }
    this.#woken(awaited, from, to, shares, top);
  }

  /** Waiting for a promise that no function of the program stands behind. */
  #woken(awaited: number, from: number, to: number, shares: Shares, top: number): void {
    const woken = this.#causeOf(awaited);
    if (woken !== 'file') {
      this.#put(woken, to - from, shares, top);
      return;
    }
    const queued = this.#fullNs(this.#trace.threads[this.#trace.tasks.thread.at(awaited)]?.process ?? NONE, from, to);
    this.#put('pool', queued, shares, top);
    this.#put('io', to - from - queued, shares, top);
  }

  /** For how long computations had all threads of the pool. */
  #fullNs(process: number, fromNs: number, toNs: number): number {
    let known = this.#full.get(process);
    if (known === undefined) this.#full.set(process, (known = fullTimes(this.#trace, process)));
    return takenBetween(known, fromNs, toNs);
  }

  /** What woke the loop when the promise was settled: at most MAX_HOPS callbacks before the one that settled it. */
  #causeOf(promise: number): Woken {
    const { segments, tasks } = this.#trace;
    this.#wakers ??= { cause: new Uint8Array(segments.length), hops: new Uint8Array(segments.length) };
    const { cause, hops } = this.#wakers;
    const first = tasks.resolveSegment.at(promise);
    const passed = this.#passed;
    passed.length = 0;
    let segment = first;
    let found: Woken | undefined = segment === NONE ? 'other' : undefined;
    let distance = 0;
    while (found === undefined && passed.length < MAX_HOPS) {
      const known = cause[segment] as number;
      if (known > 0) {
        found = WOKEN[known - 1] as Woken;
        distance = (hops[segment] as number) + 1;
        break;
      }
      passed.push(segment);
      const next = this.#before(segment);
      if (typeof next === 'string') found = next;
      else segment = next;
    }
    // Nobody asks again for a way that was too long, but for what comes after it.
    if (found === undefined) {
      found = 'other';
      distance = MAX_HOPS;
      passed.length = 1;
    }
    for (let i = passed.length - 1; i >= 0; i--, distance++) {
      hops[passed[i] as number] = Math.min(distance, MAX_HOPS);
      cause[passed[i] as number] = WOKEN.indexOf(found) + 1;
    }
    return first === NONE || (hops[first] as number) >= MAX_HOPS ? 'other' : found;
  }

  /** The segment that led to a callback of promises, ticks, microtasks and libraries, or the cause when it is none of these, or the first one. */
  #before(segment: number): number | Woken {
    const { tasks, segments: s } = this.#trace;
    const task = s.task.at(segment);
    if (task === NONE) return 'other';
    if (!this.#trace.isPromise(task)) {
      const type = this.#trace.taskType(task);
      if (type !== 'TickObject' && type !== 'Microtask') {
        const cause = causeOfType(type);
        // A library's own resource runs in the callback of what woke it.
        const outer = s.outer.at(s.atom.at(segment));
        return cause === 'other' && outer !== NONE ? outer : cause;
      }
    }
    const parent = this.#trace.isPromise(task) ? tasks.parent.at(task) : NONE;
    const made = parent === NONE ? tasks.initSegment.at(task) : tasks.resolveSegment.at(parent);
    return made === segment || made === NONE ? 'other' : made;
  }
}

/** When at least as many computations (of passwords, keys, hashes) were under way as the pool has threads. */
function fullTimes(trace: Trace, process: number): Spans {
  const { tasks, segments } = trace;
  const size = trace.processes[process]?.poolSize || 4;
  const changes: Change[] = [];
  for (let task = 0; task < tasks.length; task++) {
    const run = tasks.firstRun.at(task);
    if (run === NONE || trace.isPromise(task) || trace.threads[tasks.thread.at(task)]?.process !== process) continue;
    if (!computesInPool(trace.taskType(task))) continue;
    changes.push({ ns: tasks.initNs.at(task), by: 1 }, { ns: segments.startNs.at(run), by: -1 });
  }
  const starts: number[] = [];
  const sums: number[] = [];
  let count = 0;
  for (const { ns, by } of inOrder(changes)) {
    if (by > 0 && count === size - 1) starts.push(ns);
    if (by < 0 && count === size) sums.push((sums.at(-1) ?? 0) + ns - (starts.at(-1) ?? ns));
    count += by;
  }
  return { starts, sums };
}

/** Looks of the watchdog at threads that did not move, in the order of time. */
export class Looks {
  readonly #ofThread = new Map<number, StuckRow[]>();

  constructor({ stuck }: Trace) {
    for (const row of stuck) addTo(this.#ofThread, row.thread, row);
    for (const rows of this.#ofThread.values()) rows.sort((a, b) => a.ns - b.ns);
  }

  /** Those at a thread in [fromNs, toNs]. */
  within(thread: number, fromNs: number, toNs: number): readonly StuckRow[] {
    const rows = this.#ofThread.get(thread) ?? [];
    const first = firstWhere(0, rows.length, (i) => (rows[i] as StuckRow).ns >= fromNs);
    let end = first;
    while (end < rows.length && (rows[end] as StuckRow).ns <= toNs) end++;
    return rows.slice(first, end);
  }
}

/** `push` of `Stack.push`. */
function causeOfType(type: string): Woken {
  if (type.startsWith('FSREQ')) return 'file';
  if (/^(?:TCP|TLS|PIPE|TTY|UDP|HTTP|GETADDRINFO|QUERY|FILEHANDLE|FSEVENT|PROCESSWRAP|STREAM|WRITEWRAP|SHUTDOWN|JSSTREAM)/.test(type)) {
    return 'io';
  }
  if (type === 'ZLIB' || computesInPool(type)) return 'pool';
  return 'other';
}
