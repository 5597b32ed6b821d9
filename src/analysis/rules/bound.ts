/**
 * cpu.bound, io.bound, lock.bound, pool.bound: where the time of a task went along its critical path (detection.md §5), in one sentence, when one cause has most of it.
 * A task is a call of an async function that no other one of the program waits for as a step, or the nearest below the main function.
 */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import type { AnalysisContext, Rule } from '../analyze.ts';
import type { Draft } from '../finding.ts';

export const boundRule: Rule = { kinds: ['cpu.bound', 'io.bound', 'lock.bound', 'pool.bound'], run: findBound };

/** Shorter tasks (all calls of a function together) are not worth a word. */
const MIN_NS = 200e6;
const MIN_SHARE = 0.6;
/** The tasks that took most are told, the others would be noise. */
const MAX_TASKS = 3;
const MAX_DEPTH = 16;

type Cause = 'cpu' | 'io' | 'lock' | 'pool' | 'other';
type Shares = Record<Cause, number>;

const ADVICE: Readonly<Record<Exclude<Cause, 'other'>, string>> = {
  cpu: 'a worker thread (or a process) would leave the event loop to others',
  io: 'waiting costs nothing here: more of it can run at once with Promise.all, threads would not help',
  lock: 'it waits for its turn: a shorter critical section or one lock for each key lets more of it run at once',
  pool: 'the work is done by threads of the pool: UV_THREADPOOL_SIZE sets how many there are',
};
const NAMES: Readonly<Record<Exclude<Cause, 'other'>, string>> = {
  cpu: 'computing',
  io: 'waiting for network, files or other processes',
  lock: 'waiting for locks and queues',
  pool: 'waiting for the thread pool',
};

function findBound(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const acts = trace.activations;
  const walker = new PathWalker(trace);
  // A function that calls others is told through them.
  const callers = new Set<number>();
  for (let a = 0; a < acts.length; a++) if (acts.sync.at(a) === 0 && acts.parent.at(a) !== NONE) callers.add(acts.parent.at(a));
  const byFunction = new Map<number, { readonly shares: Shares; readonly calls: number[] }>();
  for (let a = 0; a < acts.length; a++) {
    if (!isTask(trace, a) || (acts.parent.at(a) === NONE && callers.has(a))) continue;
    const fn = acts.fn.at(a);
    let entry = byFunction.get(fn);
    if (entry === undefined) byFunction.set(fn, (entry = { shares: { cpu: 0, io: 0, lock: 0, pool: 0, other: 0 }, calls: [] }));
    entry.calls.push(a);
    walker.add(a, acts.startNs.at(a), walker.endOf(a), entry.shares);
  }
  const drafts: Draft[] = [];
  const largest = [...byFunction].sort((a, b) => sumOf(b[1].shares) - sumOf(a[1].shares));
  for (const [fn, { shares, calls }] of largest) {
    if (context.options.isCancelled() || drafts.length >= MAX_TASKS) break;
    const draft = judge(trace, fn, shares, calls, walker);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

/** Finished, named, and at most one level below the outermost function. */
function isTask(trace: Trace, a: number): boolean {
  const acts = trace.activations;
  if (acts.sync.at(a) === 1 || acts.endSegment.at(a) === NONE || Number.isNaN(acts.endNs.at(a))) return false;
  const name = trace.activationName(a);
  if (name === '' || name === '(anonymous)') return false;
  const parent = acts.parent.at(a);
  return parent === NONE || acts.parent.at(parent) === NONE;
}

function judge(trace: Trace, fn: number, shares: Shares, calls: readonly number[], walker: PathWalker): Draft | undefined {
  const total = sumOf(shares);
  if (total < MIN_NS) return undefined;
  for (const cause of ['cpu', 'io', 'lock', 'pool'] as const) {
    const share = shares[cause] / total;
    const name = trace.functions[fn]?.name ?? '';
    // Which of the functions of a callback computed is only known when the watchdog saw it.
    if (share < MIN_SHARE || (cause === 'cpu' && !walker.wasSeen(name))) continue;
    const biggest = walker.biggest(calls, cause);
    const text = biggest === NONE ? '' : `; most of it at \`${trace.site(biggest)?.text ?? ''}\``;
    return {
      kind: `${cause}.bound`,
      key: `${fn}`,
      confidence: 0.55,
      verdict: 'observed',
      consequence: false,
      ceiling: 'hint',
      message: `${name} spends ${Math.round(share * 100)} % of its time ${NAMES[cause]}${text}: ${ADVICE[cause]}.`,
      why: [
        `${Math.round(total / 1e6)} ms in ${calls.length} ${calls.length === 1 ? 'call' : 'calls'}: computing ${ms(shares.cpu)}, network, files and processes ${ms(shares.io)}, locks ${ms(shares.lock)}, pool ${ms(shares.pool)}, pauses and others ${ms(shares.other)}`,
      ],
      places: [{ fn, role: 'task' }, ...(biggest === NONE ? [] : [{ site: biggest, role: 'await' }])],
      segments: calls.slice(0, 4).map((a) => trace.activations.startSegment.at(a)),
      activations: calls.slice(0, 4),
    };
  }
  return undefined;
}

function sumOf(shares: Shares): number {
  return shares.cpu + shares.io + shares.lock + shares.pool + shares.other;
}

function ms(ns: number): string {
  return `${Math.round(ns / 1e6)} ms`;
}

/** Splits the time of an activation: what it ran, and why it waited, following what finished last. */
class PathWalker {
  readonly #trace: Trace;
  readonly #requestOf = new Map<number, number>();
  readonly #combineOf = new Map<number, readonly number[]>();
  readonly #waits = new Map<string, Map<number, number>>();

  constructor(trace: Trace) {
    this.#trace = trace;
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
      this.#wait(s.awaited.at(i), from, to, shares, depth, top === NONE ? s.site.at(i) : top);
    }
    const blocked = Math.min(running, this.#blockedNs(activation, fromNs, toNs));
    this.#put('other', blocked, shares, top);
    this.#put('cpu', Math.max(0, running - blocked), shares, top);
  }

  /** Suspending carries no time of its own: the callback that it happened in went on until its end. */
  #suspendedAt(suspension: number): number {
    const { segments, suspensions: s } = this.#trace;
    const end = segments.endNs.at(s.segment.at(suspension));
    const resumed = s.resumeNs.at(suspension);
    return Number.isNaN(end) ? s.startNs.at(suspension) : Number.isNaN(resumed) ? end : Math.min(end, resumed);
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
    const last = name.slice(name.lastIndexOf('.') + 1);
    return this.#trace.samples.some(
      (sample) =>
        sample.ns >= fromNs && sample.ns <= toNs && sample.frames.some((frame) => (frame.split(' ')[0] ?? '').split('.').at(-1) === last),
    );
  }

  /** Time in calls that hold the thread without computing. */
  #blockedNs(activation: number, fromNs: number, toNs: number): number {
    let sum = 0;
    for (const block of this.#trace.blocks) {
      if (block.activation !== activation || /^(?:crypto|zlib)/.test(block.api)) continue;
      sum += Math.max(0, Math.min(toNs, Number.isNaN(block.endNs) ? toNs : block.endNs) - Math.max(fromNs, block.startNs));
    }
    return sum;
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
      else this.#put('other', to - until, shares, top);
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
    this.#put(this.#causeOf(awaited), to - from, shares, top);
  }

  /** What woke the loop when the promise was settled. */
  #causeOf(promise: number): Cause {
    const { tasks, segments: s } = this.#trace;
    let segment = tasks.resolveSegment.at(promise);
    for (let i = 0; i < 64 && segment !== NONE; i++) {
      const task = s.task.at(segment);
      if (task === NONE) return 'other';
      const type = this.#trace.taskType(task);
      if (!this.#trace.isPromise(task) && type !== 'TickObject' && type !== 'Microtask') return causeOfType(type);
      const made =
        this.#trace.isPromise(task) && tasks.parent.at(task) !== NONE
          ? tasks.resolveSegment.at(tasks.parent.at(task))
          : tasks.initSegment.at(task);
      if (made === segment) return 'other';
      segment = made;
    }
    return 'other';
  }
}

function causeOfType(type: string): Cause {
  if (
    /^(?:TCP|TLS|PIPE|TTY|UDP|HTTP|GETADDRINFO|QUERY|FSREQ|FILEHANDLE|FSEVENT|PROCESSWRAP|STREAM|WRITEWRAP|SHUTDOWN|JSSTREAM)/.test(type)
  ) {
    return 'io';
  }
  if (/(?:REQUEST|^ZLIB)$/.test(type)) return 'pool';
  return 'other';
}
