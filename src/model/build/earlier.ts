// HOT
/**
 * What one thread did before the part of a run that is read: nothing of it becomes a row but what later events may refer to. Counts keep the numbers of what comes later right; timers, handles
 * and requests for locks that are still there when the part begins are told again then, and so are the callbacks that are running.
 */
import * as W from '../../wire/events.ts';

/** Callbacks of these come again and again: from a handle, a connection, or another thread. All other resources are used up by their first one. */
const SERVING = /WRAP$|^HTTP(?:2SESSION|2STREAM|INCOMINGMESSAGE|CLIENTREQUEST|SERVERREQUEST)$|^MESSAGEPORT$|^WORKER$|^STATWATCHER$|^ZLIB$/;
const USED_UP = /(?:REQ|CONNECT|WRITE|SHUTDOWN)WRAP$/;
/** These never outlive the turn that made them, or hardly. */
const SHORT_LIVED = new Set(['TickObject', 'Microtask', 'Immediate', 'FSREQCALLBACK', 'RANDOMBYTESREQUEST']);
/** Resources of which the end is not recorded pile up: the older half of so many is forgotten. */
const MAX_RESOURCES = 65_536;
/** Some libraries do not say when a request is over. */
const MAX_REQUESTS = 65_536;

/** A resource whose callbacks begin work of their own, whatever was going on when it was made. */
export function isServing(type: string): boolean {
  return SERVING.test(type) && !USED_UP.test(type);
}

/** What is told again goes through here, as if it happened now. */
export type Tell = (op: number, fields: readonly number[], ns: number) => void;

interface Event {
  readonly op: number;
  readonly ns: number;
  readonly fields: readonly number[];
}

interface Resource {
  readonly init: Event;
  readonly isUsedUp: boolean;
  timer: Event | undefined;
  state: Event | undefined;
  handle: Event | undefined;
}

export class Earlier {
  /** Events, and calls among them. */
  events = 0;
  calls = 0;
  /** The main script has ended. */
  isMainOver = false;
  /** Time of the newest event. */
  ns = 0;
  readonly #resources = new Map<number, Resource>();
  readonly #requests = new Map<number, Event[]>();
  /** Promises by which a request is granted, or its job ends, until they are resolved. */
  readonly #promises = new Map<number, { readonly request: number; readonly isOfJob: boolean }>();
  /** Callbacks that are running, outermost first. */
  readonly #running: Event[] = [];
  /** The promise that was made last, until something else comes: it may be that of a call that follows. */
  readonly #newPromise = new Float64Array(3);
  #isNewPromise = false;
  #block: Event | undefined;

  /** Takes in one event; true if it defines something in the trace by itself. */
  take(op: number, f: Float64Array, typeOf: (wire: number) => string): boolean {
    this.events++;
    const time = timeField[op] as number;
    if (time >= 0) this.ns = f[time] as number;
    const id = f[0] as number;
    if (op === W.OP_INIT_PROMISE) {
      // Most of what is skipped: nothing is made for each.
      this.#newPromise[0] = id;
      this.#newPromise[1] = f[1] as number;
      this.#newPromise[2] = f[2] as number;
      this.#isNewPromise = true;
      return false;
    }
    if (op !== W.OP_TIME) this.#isNewPromise = false;
    switch (op) {
      case W.OP_BEFORE:
      case W.OP_BEFORE_PROMISE:
        this.#begin(op, f);
        return false;
      case W.OP_AFTER:
        this.#end();
        return false;
      case W.OP_ENTER:
      case W.OP_CALLBACK:
        this.calls++;
        return false;
      case W.OP_INIT:
        this.#init(op, f, typeOf(f[1] as number));
        return false;
      case W.OP_TIMER:
        return this.#add(id, { timer: this.#event(op, f) });
      case W.OP_TIMER_STATE:
        if (f[1] === W.TIMER_CLEAR) this.#resources.delete(id);
        return this.#add(id, { state: this.#event(op, f) });
      case W.OP_HANDLE:
        return this.#add(id, { handle: this.#event(op, f) });
      case W.OP_READY:
        this.isMainOver = true;
        return true;
      case W.OP_HANDLE_CLOSE:
        this.#resources.delete(id);
        return false;
      case W.OP_RESOLVE:
        if (this.#promises.size > 0) this.#resolve(id);
        return false;
      case W.OP_LOCK_REQUEST:
        this.#requests.set(id, []);
        this.#withPromise(id, f[5] as number, this.#event(op, f));
        if (this.#requests.size > MAX_REQUESTS) forgetHalf(this.#requests);
        return false;
      case W.OP_LOCK_PROMISE:
        this.#withPromise(id, f[1] as number, this.#event(op, f));
        return false;
      case W.OP_LOCK_ACQUIRE:
      case W.OP_LOCK_JOB:
        this.#requests.get(id)?.push({ op: W.OP_LOCK_ACQUIRE, ns: this.ns, fields: [id, this.ns] });
        return false;
      case W.OP_LOCK_RELEASE:
      case W.OP_LOCK_CANCEL:
        this.#requests.delete(id);
        return false;
      case W.OP_LOCK_JOB_END:
        // What the job returned may go on; a callback says itself when it has ended.
        if (f[1] === 0 && f[2] === 0) this.#requests.delete(id);
        else this.#withPromise(id, f[1] as number, this.#event(op, f));
        return false;
      case W.OP_BLOCK_ENTER:
        this.#block = this.#event(op, f);
        return false;
      case W.OP_BLOCK_EXIT:
        this.#block = undefined;
        return false;
      default:
        return DEFINITIONS.has(op);
    }
  }

  /** What is there when the part begins, but for what is going on. */
  tellKept(tell: Tell): void {
    for (const { init, timer, state, handle } of this.#resources.values()) {
      for (const event of [init, timer, state, handle]) if (event !== undefined) tell(event.op, event.fields, event.ns);
    }
    for (const events of this.#requests.values()) for (const event of events) tell(event.op, event.fields, event.ns);
  }

  /** The callbacks that are running then. */
  tellRunning(tell: Tell): void {
    for (const event of this.#running) tell(event.op, event.fields, event.ns);
    if (this.#block !== undefined) tell(this.#block.op, this.#block.fields, this.#block.ns);
    if (this.#isNewPromise) tell(W.OP_INIT_PROMISE, [...this.#newPromise], this.ns);
  }

  #event(op: number, f: Float64Array): Event {
    return { op, ns: this.ns, fields: [...f.subarray(0, fieldCount[op])] };
  }

  #begin(op: number, f: Float64Array): void {
    this.#running.push(this.#event(op, f));
    // Ticks may run within the main script, and are not kept.
    if (op === W.OP_BEFORE && this.#running.length === 1 && this.#resources.has(f[0] as number)) this.isMainOver = true;
  }

  #end(): void {
    const ended = this.#running.pop();
    if (ended?.op !== W.OP_BEFORE) return;
    const id = ended.fields[0] as number;
    const resource = this.#resources.get(id);
    if (resource !== undefined && (resource.isUsedUp || resource.timer?.fields[2] === 0)) this.#resources.delete(id);
  }

  #init(op: number, f: Float64Array, type: string): void {
    if (SHORT_LIVED.has(type)) return;
    const isUsedUp = type !== 'Timeout' && !isServing(type);
    this.#resources.set(f[0] as number, { init: this.#event(op, f), isUsedUp, timer: undefined, state: undefined, handle: undefined });
    if (this.#resources.size > MAX_RESOURCES) forgetHalf(this.#resources);
  }

  /** What is said of a request together with a promise: that is told before it. */
  #withPromise(request: number, promise: number, event: Event): void {
    const events = this.#requests.get(request);
    if (events === undefined) return;
    if (promise !== 0) {
      events.push({ op: W.OP_INIT_PROMISE, ns: this.ns, fields: [promise, 0, 0] });
      this.#promises.set(promise, { request, isOfJob: event.op === W.OP_LOCK_JOB_END });
      if (this.#promises.size > MAX_REQUESTS) forgetHalf(this.#promises);
    }
    events.push(event);
  }

  #resolve(promise: number): void {
    const known = this.#promises.get(promise);
    if (known === undefined) return;
    this.#promises.delete(promise);
    if (known.isOfJob) this.#requests.delete(known.request);
    else this.#requests.get(known.request)?.push({ op: W.OP_RESOLVE, ns: this.ns, fields: [promise] });
  }

  #add(id: number, more: Partial<Resource>): false {
    const resource = this.#resources.get(id);
    if (resource !== undefined) Object.assign(resource, more);
    return false;
  }
}

/** The older half. */
function forgetHalf(entries: Map<number, unknown>): void {
  let count = entries.size / 2;
  for (const id of entries.keys()) {
    if (--count < 0) return;
    entries.delete(id);
  }
}

/** Events that say what something is, or what becomes of a thread or process: rows whenever they come. */
const DEFINITIONS: ReadonlySet<number> = new Set([
  W.OP_LOCATION_VAR,
  W.OP_LOCATION_PROP,
  W.OP_VALUE,
  W.OP_CONTENT,
  W.OP_LOCK_NEW,
  W.OP_SHARED_BUFFER,
  W.OP_SHARED_PASS,
  W.OP_WORKER,
  W.OP_WORKER_STATE,
  W.OP_CHILD,
  W.OP_CHILD_EXIT,
  W.OP_POST,
  W.OP_RECEIVE,
  W.OP_USAGE,
  W.OP_EXIT_PROCESS,
]);

const timeField = new Int8Array(256).fill(-1);
const fieldCount = new Uint8Array(256);
for (const { op, fields } of W.EVENTS) {
  timeField[op] = fields.findIndex(([, kind]) => kind === 'time');
  fieldCount[op] = fields.length;
}
