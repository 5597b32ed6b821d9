/**
 * async-mutex (0.3 to 0.5): Mutex and Semaphore, acquire and runExclusive, withTimeout and tryAcquire.
 *
 * A Mutex is a shell around a Semaphore(1): the lock's state hangs on the inner semaphore and only the outermost call makes a request. The grant is seen where the
 * semaphore dispatches it, the release in the function that it hands out.
 */
import { LOCK_MUTEX, LOCK_SEMAPHORE, MODE_BY_PROMISE, MODE_EXCLUSIVE, MODE_OBSERVE, MODE_TIMEOUT, MODE_TRY } from '../../wire/events.ts';
import { apply, disguise, wrapMethod } from '../builtins.ts';
import { callSite, defineLock, onCreate, permitsOf, Request } from './lockEvents.ts';

type Method = (...args: unknown[]) => unknown;
interface Item {
  readonly resolve: unknown;
}
interface Semaphore {
  readonly _queue?: Item[];
  _value: number;
}
interface Mutex {
  readonly _semaphore: Semaphore;
}
interface State {
  lock: number;
  readonly site: number;
  /** Initial value: a semaphore may not be held more often. */
  permits: number;
  /** Granted and not given back, oldest first. */
  readonly holders: Request[];
  /** The one that was given back last. */
  last: Request | undefined;
  /** Requests without a grant, oldest first (versions that do not show which item is dispatched). */
  readonly waiting: Request[];
}

const states = new WeakMap<Semaphore, State>();
/** Queued items of requests that wait. */
const queued = new WeakMap<Item, Request>();
/** The request that the running call of the library belongs to. */
let current: Request | undefined;
/** The request whose releaser is being made. */
let granting: Request | undefined;
let releasing = false;
/** Versions with `_dispatchItem` show which request is granted; in older ones it is the oldest. */
let showsItems = true;

function stateOf(semaphore: Semaphore, kind: number): State {
  let state = states.get(semaphore);
  if (state === undefined) states.set(semaphore, (state = { lock: 0, site: 0, permits: 0, holders: [], last: undefined, waiting: [] }));
  if (state.lock === 0) {
    state.permits ||= kind === LOCK_MUTEX ? 1 : permitsOf(semaphore._value);
    state.lock = defineLock(kind, state.permits, 'async-mutex', '', state.site);
  }
  return state;
}

/** Calls a method that asks for the lock, as the request `request`. */
function ask(request: Request, method: Function, self: unknown, args: ArrayLike<unknown>): unknown {
  current = request;
  try {
    const result = apply(method, self, args);
    request.returned(result);
    return result;
  } finally {
    current = undefined;
  }
}

function requestMethods(prototype: object, kind: number, semaphoreOf: (self: object) => Semaphore): void {
  const weightOf = (value: unknown): number => (kind === LOCK_SEMAPHORE && typeof value === 'number' ? value : 1);
  wrapMethod(
    prototype,
    'runExclusive',
    (original) =>
      function (this: object, job: unknown, ...rest: unknown[]) {
        if (current !== undefined || typeof job !== 'function') return apply(original, this, [job, ...rest]);
        const request = new Request(stateOf(semaphoreOf(this), kind).lock, MODE_EXCLUSIVE, weightOf(rest[0]));
        return ask(request, original, this, [request.wrap(job as Method), ...rest]);
      },
  );
  wrapMethod(
    prototype,
    'waitForUnlock',
    (original) =>
      function (this: object, ...args: unknown[]) {
        if (current !== undefined) return apply(original, this, args);
        return ask(
          new Request(stateOf(semaphoreOf(this), kind).lock, MODE_OBSERVE | MODE_BY_PROMISE, weightOf(args[0])),
          original,
          this,
          args,
        );
      },
  );
  wrapMethod(
    prototype,
    'cancel',
    (original) =>
      function (this: object, ...args: unknown[]) {
        for (const item of semaphoreOf(this)._queue ?? []) queued.get(item)?.cancel(2);
        return apply(original, this, args);
      },
  );
}

function adaptSemaphore(prototype: object): void {
  showsItems = Reflect.has(prototype, '_dispatchItem');
  onCreate(prototype, '_value', (self) =>
    states.set(self as Semaphore, {
      lock: 0,
      site: callSite(),
      permits: permitsOf((self as Semaphore)._value),
      holders: [],
      last: undefined,
      waiting: [],
    }),
  );
  requestMethods(prototype, LOCK_SEMAPHORE, (self) => self as Semaphore);
  wrapMethod(
    prototype,
    'acquire',
    (original) =>
      function (this: Semaphore, ...args: unknown[]) {
        const outer = current;
        const state = stateOf(this, LOCK_SEMAPHORE);
        const request = outer ?? new Request(state.lock, MODE_EXCLUSIVE, typeof args[0] === 'number' ? args[0] : 1);
        current = request;
        if (!showsItems) state.waiting.push(request);
        try {
          const result = apply(original, this, args);
          const item = request.granted ? undefined : this._queue?.findLast((i) => !queued.has(i));
          if (item !== undefined) queued.set(item, request);
          if (outer === undefined) request.returned(result);
          return result;
        } finally {
          current = undefined;
        }
      },
  );
  wrapMethod(
    prototype,
    '_dispatchItem',
    (original) =>
      function (this: Semaphore, item: Item) {
        granting = queued.get(item) ?? current;
        try {
          return apply(original, this, [item]);
        } finally {
          granting = undefined;
        }
      },
  );
  wrapMethod(
    prototype,
    '_newReleaser',
    (original) =>
      function (this: Semaphore, weight: unknown) {
        const releaser = apply(original, this, [weight]) as Method;
        const state = states.get(this);
        const request = granting ?? state?.waiting[0];
        if (state === undefined || request === undefined) return releaser;
        if (!showsItems) state.waiting.splice(state.waiting.indexOf(request), 1);
        state.holders.push(request);
        request.grant();
        // Like the library's own: an arrow function without a name or parameters.
        return () => {
          giveBack(state, request);
          releasing = true;
          try {
            return releaser();
          } finally {
            releasing = false;
          }
        };
      },
  );
  wrapMethod(
    prototype,
    'release',
    (original) =>
      function (this: Semaphore, ...args: unknown[]) {
        const state = states.get(this);
        const oldest = state?.holders[0];
        if (!releasing && state !== undefined && oldest !== undefined) giveBack(state, oldest);
        else if (!releasing) state?.last?.release(callSite());
        releasing = false;
        return apply(original, this, args);
      },
  );
}

function giveBack(state: State, request: Request): void {
  if (request.released) return;
  request.release(callSite());
  state.last = request;
  if (state.holders[0] === request) state.holders.shift();
  else state.holders.splice(state.holders.indexOf(request), 1);
}

function adaptMutex(prototype: object): void {
  requestMethods(prototype, LOCK_MUTEX, (self) => (self as Mutex)._semaphore);
  wrapMethod(
    prototype,
    'acquire',
    (original) =>
      function (this: Mutex, ...args: unknown[]) {
        if (current !== undefined) return apply(original, this, args);
        return ask(new Request(stateOf(this._semaphore, LOCK_MUTEX).lock, MODE_EXCLUSIVE), original, this, args);
      },
  );
}

/** withTimeout returns a plain object around the lock: its methods ask for the lock with a time limit. */
function adaptWithTimeout(withTimeout: Method): Method {
  const inner = new WeakMap<object, Semaphore>();
  return disguise(function (this: unknown, ...args: unknown[]) {
    const decorated = apply(withTimeout, this, args) as Record<string, Method>;
    const sync = args[0] as Mutex & Semaphore;
    const isMutex = sync._semaphore !== undefined;
    const semaphore = inner.get(sync) ?? (isMutex ? sync._semaphore : sync);
    inner.set(decorated, semaphore);
    const limit = args[1] === 0 ? MODE_TRY : MODE_TIMEOUT;
    for (const name of ['acquire', 'runExclusive', 'waitForUnlock']) {
      const extra = name === 'waitForUnlock' ? MODE_OBSERVE | MODE_BY_PROMISE : MODE_EXCLUSIVE;
      wrapMethod(
        decorated,
        name,
        (original) =>
          function (this: unknown, ...rest: unknown[]) {
            if (current !== undefined) return apply(original, this, rest);
            const request = new Request(stateOf(semaphore, isMutex ? LOCK_MUTEX : LOCK_SEMAPHORE).lock, extra | limit);
            if (name === 'runExclusive' && typeof rest[0] === 'function') rest[0] = request.wrap(rest[0] as Method);
            return ask(request, original, this, rest);
          },
      );
    }
    return decorated;
  }, withTimeout);
}

/** Patches what a file of the library defines; returns the replacement of `withTimeout` under its name. */
export function adaptAsyncMutex(parts: { Mutex?: Function; Semaphore?: Function; withTimeout?: Method }): { withTimeout?: Method } {
  if (parts.Semaphore !== undefined) adaptSemaphore(parts.Semaphore.prototype as object);
  const mutex = parts.Mutex?.prototype as object | undefined;
  // That of version 0.1 has no semaphore: it stays as it is.
  if (mutex !== undefined && !Reflect.has(mutex, '_dispatchNext')) adaptMutex(mutex);
  return parts.withTimeout === undefined ? {} : { withTimeout: adaptWithTimeout(parts.withTimeout) };
}
