// HOT
/**
 * What a suspended activation waits for. From the promise it awaits, the way leads through derived promises and combinators to a lock request, a call
 * of another async function, a timer, an I/O request, a message, or to nothing that is known.
 */
import { COMBINE_ANY, COMBINE_RACE } from '../../wire/events.ts';
import { NONE } from '../ids.ts';
import { STATE_AWAIT, STATE_IO, STATE_LOCK, STATE_MESSAGE, STATE_TIMER, STATE_UNKNOWN } from '../requests.ts';
import { TASK_AWAIT, TASK_PROMISE } from '../trace.ts';
import type { Trace } from '../trace.ts';
import { firstWhere } from '../../base/search.ts';

/** What one wait is about. The reader reuses one object: copy what is kept. */
export interface Wait {
  state: number;
  /** Absolute time at which the thing waited for was there, NaN while it is not. */
  settledNs: number;
  /** RequestIndex, NONE. */
  request: number;
  /** The activation waited for, NONE. */
  child: number;
  /** The resource that settled it (timer, I/O), NONE. */
  task: number;
  /** Where it was settled, NONE. */
  segment: number;
  /** Index into trace.combines, NONE. */
  combine: number;
  /** It has stopped at a `yield` until it is asked for more. */
  yields: boolean;
}

const MAX_HOPS = 64;
const NS_PER_MS = 1e6;

/** State in which a task is that waits for a resource of this async_hooks type. */
export function stateOfType(type: string): number {
  if (type === 'Timeout' || type === 'Immediate') return STATE_TIMER;
  if (type === 'MESSAGEPORT' || type === 'WORKER' || type === 'MessagePort') return STATE_MESSAGE;
  if (type === 'TickObject' || type === 'Microtask' || type === 'PROMISE') return STATE_AWAIT;
  if (/^[A-Z0-9_]+$/.test(type) || /Request|Handle|Wrap/i.test(type)) return STATE_IO;
  return STATE_UNKNOWN;
}

/** True for requests that are served by libuv's thread pool. */
export function usesPool(type: string): boolean {
  return /^(FSREQ|FILEHANDLE(CLOSEREQ)?$|GETADDRINFO|GETNAMEINFO|PBKDF2|SCRYPT|ARGON2|HKDF|CHECKPRIME|RANDOM|KEYPAIR|KEYGEN|KEYEXPORT|SIGN|CIPHER|DERIVEBITS|HASH|ZLIB|BLOBREADER)/.test(
    type,
  );
}

/** Reads waits of one trace. */
export class WaitReader {
  readonly #trace: Trace;
  readonly #requestOf = new Map<number, number>();
  readonly #combineOf = new Map<number, number>();
  readonly #states: number[] = [];
  readonly #bound: boolean[] = [];
  readonly #suspensionStart: Int32Array;
  readonly #suspensions: Int32Array;
  readonly wait: Wait = {
    state: STATE_UNKNOWN,
    settledNs: Number.NaN,
    request: NONE,
    child: NONE,
    task: NONE,
    segment: NONE,
    combine: NONE,
    yields: false,
  };

  constructor(trace: Trace) {
    this.#trace = trace;
    const { requests, suspensions, activations } = trace;
    for (let i = 0; i < requests.length; i++) {
      const promise = requests.promise.at(i);
      if (promise !== NONE && !this.#requestOf.has(promise)) this.#requestOf.set(promise, i);
    }
    trace.combines.forEach((combine, i) => this.#combineOf.set(combine.result, i));
    // Suspensions of each activation, in time order (counting sort keeps the order of the table).
    const start = new Int32Array(activations.length + 2);
    const owner = suspensions.activation;
    for (let i = 0; i < owner.length; i++) start[owner.at(i) + 2]!++;
    for (let i = 2; i < start.length; i++) start[i]! += start[i - 1] as number;
    const order = new Int32Array(owner.length);
    for (let i = 0; i < owner.length; i++) order[start[owner.at(i) + 1]!++] = i;
    this.#suspensionStart = start;
    this.#suspensions = order;
  }

  /** State of a wait for this resource. */
  stateOfTask(task: number): number {
    const type = this.#trace.tasks.type.at(task);
    return (this.#states[type] ??= stateOfType(this.#trace.string(type)));
  }

  /** Rows of SuspensionTable of one activation, oldest first. */
  suspensionsOf(activation: number): Int32Array {
    return this.#suspensions.subarray(this.#suspensionStart[activation] ?? 0, this.#suspensionStart[activation + 1] ?? 0);
  }

  /** Its oldest suspension, NONE if it has none. */
  firstSuspensionOf(activation: number): number {
    const at = this.#suspensionStart[activation] ?? 0;
    return at < (this.#suspensionStart[activation + 1] ?? 0) ? (this.#suspensions[at] as number) : NONE;
  }

  /** The suspension in which an activation is at an absolute time, NONE. */
  suspensionAt(activation: number, ns: number): number {
    const after = this.#firstAfter(activation, ns);
    if (after <= (this.#suspensionStart[activation] ?? 0)) return NONE;
    const found = this.#suspensions[after - 1] as number;
    const end = this.endOf(found);
    return Number.isNaN(end) || end > ns ? found : NONE;
  }

  /** When an activation suspends next after an absolute time; NaN: not any more. */
  nextSuspensionNs(activation: number, ns: number): number {
    const after = this.#firstAfter(activation, ns);
    const isThere = after < (this.#suspensionStart[activation + 1] ?? 0);
    return isThere ? this.#trace.suspensions.startNs.at(this.#suspensions[after] as number) : Number.NaN;
  }

  /** Index of the first suspension of an activation that begins after a time; the end of its list if there is none. */
  #firstAfter(activation: number, ns: number): number {
    const { startNs } = this.#trace.suspensions;
    const from = this.#suspensionStart[activation] ?? 0;
    return firstWhere(from, this.#suspensionStart[activation + 1] ?? 0, (i) => startNs.at(this.#suspensions[i] as number) > ns);
  }

  /** Absolute time at which a suspension ended: with its resumption, or with the call itself (a returned thenable); NaN while it lasts. */
  endOf(suspension: number): number {
    const { suspensions, activations } = this.#trace;
    if (suspensions.resumeSegment.at(suspension) !== NONE) return suspensions.resumeNs.at(suspension);
    const activation = suspensions.activation.at(suspension);
    return activations.endSegment.at(activation) === NONE ? Number.NaN : activations.endNs.at(activation);
  }

  /** Fills `wait` with what a suspension is about at an absolute time. */
  readSuspension(suspension: number, atNs: number): Wait {
    const { suspensions } = this.#trace;
    const awaited = suspensions.awaited.at(suspension);
    this.readPromise(awaited, atNs);
    if (awaited === NONE && this.#trace.site(suspensions.site.at(suspension))?.kind === 'yield') {
      this.wait.state = STATE_AWAIT;
      this.wait.yields = true;
    }
    return this.wait;
  }

  /** Fills `wait` with what a wait for this promise is about at an absolute time, one level deep: a child activation is named, not entered. */
  readPromise(promise: number, atNs: number): Wait {
    const { tasks, requests, combines, activations } = this.#trace;
    const wait = this.wait;
    wait.state = STATE_UNKNOWN;
    wait.yields = false;
    wait.request = wait.child = wait.task = wait.segment = wait.combine = NONE;
    wait.settledNs = promise === NONE || tasks.resolveSegment.at(promise) === NONE ? Number.NaN : tasks.resolveNs.at(promise);
    let at = promise;
    for (let hops = 0; at !== NONE && hops < MAX_HOPS; hops++) {
      const request = this.#requestOf.get(at);
      if (request !== undefined && (requests.job.at(request) === NONE || atNs < requests.acquireNs.at(request))) {
        wait.state = STATE_LOCK;
        wait.request = request;
        wait.settledNs = requests.acquireSegment.at(request) === NONE ? Number.NaN : requests.acquireNs.at(request);
        return wait;
      }
      if (request !== undefined) {
        // A job under the lock: after the grant it is the job that is waited for.
        wait.request = request;
        wait.child = requests.job.at(request);
        wait.state = STATE_AWAIT;
        return wait;
      }
      const activation = tasks.activation.at(at);
      if (activation !== NONE) {
        wait.child = activation;
        wait.state = STATE_AWAIT;
        if (activations.endSegment.at(activation) !== NONE && Number.isNaN(wait.settledNs)) {
          wait.settledNs = activations.endNs.at(activation);
        }
        return wait;
      }
      const combine = this.#combineOf.get(at);
      if (combine !== undefined && hops < MAX_HOPS - 1) {
        wait.combine = combine;
        wait.state = STATE_AWAIT;
        const next = this.#decidingMember(combines[combine]!.kind, combines[combine]!.members);
        if (next === NONE) return wait;
        at = next;
        continue;
      }
      const segment = tasks.firstResolve.at(at) !== NONE ? tasks.firstResolve.at(at) : tasks.resolveSegment.at(at);
      // What settles where it is made does not wait for its parent: V8 makes it around a value, and calls the promise of the whole call its parent.
      if (tasks.parent.at(at) !== NONE && tasks.parent.at(at) !== at && segment !== tasks.initSegment.at(at)) {
        at = tasks.parent.at(at);
        wait.state = STATE_AWAIT;
        continue;
      }
      if (segment === NONE) {
        this.#guessPending(at);
        return wait;
      }
      if (wait.segment === NONE) wait.segment = segment;
      const task = this.#taskOf(segment);
      if (task === NONE) {
        wait.state = STATE_AWAIT;
        return wait;
      }
      if ((tasks.flags.at(task) & TASK_PROMISE) === 0) {
        at = this.#byResource(task, atNs);
        if (at === NONE) return wait;
        continue;
      }
      wait.state = STATE_AWAIT;
      // Settled by code that was itself woken: an await of the user's is the answer, a plain reaction is passed through.
      if ((tasks.flags.at(task) & TASK_AWAIT) !== 0) {
        this.#byGenerator(task);
        return wait;
      }
      if (task === at) return wait;
      at = task;
    }
    return wait;
  }

  /** The task whose callback a segment is of. What a library binds to its context, such as the end of a stream, is called by the one that is meant. */
  #taskOf(segment: number): number {
    const { segments, tasks } = this.#trace;
    let at = segment;
    for (let depth = 0; depth < 8; depth++) {
      const task = segments.task.at(at);
      const outer = segments.outer.at(segments.atom.at(at));
      if (task === NONE || outer === NONE || (tasks.flags.at(task) & TASK_PROMISE) !== 0 || !this.#isBound(tasks.type.at(task))) break;
      at = outer;
    }
    return segments.task.at(at);
  }

  #isBound(type: number): boolean {
    return (this.#bound[type] ??= /^(?:STREAM_END_OF_STREAM|bound-anonymous-fn)$/.test(this.#trace.string(type)));
  }

  /** Settled after this await: an async generator that was asked for more is what was waited for. */
  #byGenerator(task: number): void {
    const { tasks, suspensions, activations, functions } = this.#trace;
    const suspension = tasks.suspension.at(task);
    const activation = suspension === NONE ? NONE : suspensions.activation.at(suspension);
    if (activation !== NONE && functions[activations.fn.at(activation)]?.generator === true) this.wait.child = activation;
  }

  /** Settled in a callback of this resource. Returns the promise to go on with, when that is only a tick of a reaction that came after the wait began; else NONE. */
  #byResource(task: number, atNs: number): number {
    const { tasks, segments } = this.#trace;
    const wait = this.wait;
    let at = task;
    for (let hops = 0; hops < 16; hops++) {
      const isBound = this.#isBound(tasks.type.at(at)) && tasks.lastRun.at(at) !== NONE;
      const next = isBound ? this.#taskOf(tasks.lastRun.at(at)) : this.stateOfTask(at) === STATE_AWAIT ? tasks.parent.at(at) : NONE;
      if (next === NONE || next === at || (tasks.flags.at(next) & TASK_PROMISE) !== 0) break;
      at = next;
    }
    wait.task = at;
    wait.state = this.stateOfTask(at);
    if (wait.state === STATE_AWAIT) {
      const by = tasks.initNs.at(at) > atNs ? segments.task.at(tasks.initSegment.at(at)) : NONE;
      return by !== NONE && (tasks.flags.at(by) & (TASK_PROMISE | TASK_AWAIT)) === TASK_PROMISE ? by : NONE;
    }
    const delay = tasks.delayMs.at(at);
    if (wait.state === STATE_TIMER && delay >= 0 && !Number.isNaN(wait.settledNs)) {
      const first = tasks.firstRun.at(at) === tasks.lastRun.at(at);
      if (first) wait.settledNs = Math.min(wait.settledNs, tasks.initNs.at(at) + Math.max(1, delay) * NS_PER_MS);
    }
    return NONE;
  }

  /** A pending promise made by an executor that at once made a timer or request, waits for that. */
  #guessPending(promise: number): void {
    const { tasks } = this.#trace;
    const next = promise + 1;
    if (next >= tasks.length || (tasks.flags.at(next) & TASK_PROMISE) !== 0) return;
    if (tasks.initSegment.at(next) !== tasks.initSegment.at(promise) || tasks.lastRun.at(next) !== NONE) return;
    const state = this.stateOfTask(next);
    if (state !== STATE_TIMER && state !== STATE_IO && state !== STATE_MESSAGE) return;
    this.wait.state = state;
    this.wait.task = next;
  }

  /** The member that decides when the combined promise settles: the last for all, the first for race. */
  #decidingMember(kind: number, members: readonly number[]): number {
    const { tasks } = this.#trace;
    const isFirst = kind === COMBINE_RACE || kind === COMBINE_ANY;
    let best: number = NONE;
    let bestNs = isFirst ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    for (const member of members) {
      const ns = tasks.resolveSegment.at(member) === NONE ? Number.POSITIVE_INFINITY : tasks.resolveNs.at(member);
      if (best === NONE || (isFirst ? ns < bestNs : ns > bestNs)) {
        best = member;
        bestNs = ns;
      }
    }
    return best;
  }
}
