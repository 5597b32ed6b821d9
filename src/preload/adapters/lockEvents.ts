// HOT
/**
 * What all adapters share: locks and requests, and their events (wire/events.ts, "locks and queues").
 *
 * An adapter never wraps a promise that the program gets, never attaches a reaction to one, and adds no tick: it calls the library's own function with the
 * same `this` and passes results and errors through. Jobs are wrapped by a plain function that calls them in place.
 */
import * as W from '../../wire/events.ts';
import { apply } from '../builtins.ts';
import { promiseId } from '../hooks/asyncTasks.ts';
import { recordLock, recordLockJobEnd, recordLockRelease, recordLockRequest } from '../recordIo.ts';
import { emit, siteRegister, wantFlush } from '../recorder.ts';
import { knownNumber } from '../runtime/runtimeObjects.ts';

type Callable = (...args: never[]) => unknown;

let lastLock = 0;
let lastRequest = 0;

/** Permits of LOCK_NEW: 0 stands for no limit. */
export function permitsOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.floor(value) : 0;
}

/** Writes LOCK_NEW and returns the lock's number. `site`: where it was created, 0 if that is not known. */
export function defineLock(kind: number, permits: number, library: string, name: string, site: number, scope: 0 | 1 | 2 = 0): number {
  const id = ++lastLock;
  emit(W.OP_LOCK_NEW, id, kind, permits, library, name, site, scope);
  return id;
}

/** One request for a lock. */
export class Request {
  readonly id = ++lastRequest;
  readonly lock: number;
  readonly mode: number;
  readonly weight: number;
  /** Call site of the request: the newest of user code, which called the library. */
  readonly site: number = siteRegister[0] as number;
  #written = false;
  #granted = false;
  #released = false;
  #promise = 0;

  constructor(lock: number, mode: number, weight: number = 1) {
    this.lock = lock;
    this.mode = mode;
    this.weight = weight;
  }

  get granted(): boolean {
    return this.#granted;
  }

  /** The library's function returned `result`: writes the request with the promise, and the grant if that was made meanwhile. */
  returned(result: unknown): void {
    const promise = promiseId(result);
    this.#promise = promise;
    if (this.#written) {
      if (promise !== 0) emit(W.OP_LOCK_PROMISE, this.id, promise);
      return;
    }
    this.#write(promise);
  }

  #write(promise: number): void {
    this.#written = true;
    recordLockRequest(this.id, this.lock, this.mode, this.weight, this.site, promise);
    if (this.#granted) recordLock(W.OP_LOCK_ACQUIRE, this.id, true);
    // It waits: this may close a ring, after which nothing happens any more.
    else wantFlush();
  }

  /** The lock was given to this request. */
  grant(): void {
    if (this.#granted) return;
    this.#granted = true;
    if (this.#written) recordLock(W.OP_LOCK_ACQUIRE, this.id, false);
  }

  /** Given back; `site` 0 when the library does it by itself. Calls after the first are passed on too: the analysis decides what they mean. */
  release(site: number): void {
    this.#released = true;
    this.#ensureWritten();
    recordLockRelease(this.id, site);
  }

  get released(): boolean {
    return this.#released;
  }

  /** Given back with what the pool lent. */
  giveBack(resource: object, site: number): void {
    const number = knownNumber(resource);
    if (number !== 0) {
      this.#ensureWritten();
      emit(W.OP_LOCK_LENT, this.id, number);
    }
    this.release(site);
  }

  /** Ended without a grant. `reason`: 0 refused, 1 timed out, 2 cancelled. */
  cancel(reason: number): void {
    this.#ensureWritten();
    emit(W.OP_LOCK_CANCEL, this.id, reason);
  }

  /** Writes the request before the call returned, because something that follows from it happens already. */
  #ensureWritten(): void {
    if (this.#written) return;
    this.#write(this.#promise);
  }

  /** Runs the job of this request in place. `open`: it ends when `release` is called, not when it returns. */
  run(job: Callable, self: unknown, args: ArrayLike<unknown>, open: boolean = false): unknown {
    this.#ensureWritten();
    this.grant();
    recordLock(W.OP_LOCK_JOB, this.id, false);
    let result: unknown;
    let promise = 0;
    try {
      result = apply(job, self, args as never);
      promise = promiseId(result);
    } finally {
      recordLockJobEnd(this.id, promise, open);
    }
    return result;
  }

  /** `job` as a function that runs under this request. */
  wrap(job: Callable): Callable {
    return underRequest(this, job);
  }
}

function underRequest(request: Request, job: Callable): Callable {
  const wrapper = function (this: unknown): unknown {
    return request.run(job, this, arguments);
  };
  return wrapper;
}

/** Calls `then` with every object that a constructor initialises by assigning `key`, which is defined as an accessor on the prototype to see it. */
export function onCreate(prototype: object, key: string, then: (object: object) => void): void {
  Object.defineProperty(prototype, key, {
    configurable: true,
    enumerable: false,
    get: () => undefined,
    set(this: object, value: unknown) {
      Object.defineProperty(this, key, { value, configurable: true, enumerable: true, writable: true });
      then(this);
    },
  });
}

/** The newest call site of user code. */
export function callSite(): number {
  return siteRegister[0] as number;
}
