/**
 * What a program can say about a lock that nothing recognises (docs/locks.md): `globalThis[Symbol.for('interleave')]?.lock(name)` gives a handle whose calls tell when the lock is
 * asked for, got and given back. Untraced there is no such property, and each call site costs a test for undefined.
 */
import { LOCK_MUTEX, LOCK_SEMAPHORE, MODE_EXCLUSIVE, MODE_SHARED, LOCK_RW } from '../../wire/events.ts';
import { callSite, defineLock, permitsOf, Request } from './lockEvents.ts';

const KEY = 'interleave';

interface LockOptions {
  /** How many may hold it at once; 1 unless said. */
  readonly permits?: unknown;
  /** It can be held by readers together. */
  readonly shared?: unknown;
}

/** One acquisition. */
class Acquisition {
  readonly #request: Request;
  constructor(request: Request) {
    this.#request = request;
  }
  acquired(): void {
    this.#request.grant();
  }
  released(): void {
    this.#request.release(callSite());
  }
  /** It is not wanted any more: refused, or given up. */
  cancelled(): void {
    this.#request.cancel(2);
  }
}

class AnnotatedLock {
  readonly #number: number;
  constructor(name: string, options: LockOptions | undefined) {
    const permits = options?.permits === undefined ? 1 : permitsOf(options.permits);
    const kind = options?.shared === true ? LOCK_RW : permits === 1 ? LOCK_MUTEX : LOCK_SEMAPHORE;
    this.#number = defineLock(kind, permits, 'annotated', name, callSite());
  }
  /** The lock is asked for. `promise`: what the caller awaits until it has it. */
  request(promise?: unknown, options?: { readonly shared?: unknown }): Acquisition {
    const request = new Request(this.#number, options?.shared === true ? MODE_SHARED : MODE_EXCLUSIVE);
    request.returned(promise);
    return new Acquisition(request);
  }
}

export function installAnnotations(): void {
  const api = Object.freeze({
    lock: (name?: unknown, options?: LockOptions) => new AnnotatedLock(typeof name === 'string' ? name : '', options),
  });
  Object.defineProperty(globalThis, Symbol.for(KEY), { value: api, enumerable: false, configurable: true });
}
