/**
 * Locks that other processes see: proper-lockfile (4.x), a file beside the locked one, and redlock (4 and 5), keys in Redis. Each name is one lock for the whole machine.
 * What is not granted within the retries is given up, so these requests do not wait for ever.
 */
import { path } from '../builtins.ts';
import { LOCK_FILE, MODE_EXCLUSIVE, MODE_TIMEOUT, MODE_TRY } from '../../wire/events.ts';
import { apply, disguise, wrapMethod } from '../builtins.ts';
import { callSite, defineLock, onCreate, Request } from './lockEvents.ts';

type Method = (...args: unknown[]) => unknown;

const locks = new Map<string, number>();

function lockOf(library: string, name: string): number {
  const key = `${library}:${name}`;
  let lock = locks.get(key);
  if (lock === undefined) locks.set(key, (lock = defineLock(LOCK_FILE, 1, library, name, 0, 2)));
  return lock;
}

// --- proper-lockfile --------------------------------------------------------------------------------------------------------------

interface LockfileOptions {
  readonly lockfilePath?: unknown;
  readonly retries?: number | { readonly retries?: number; readonly forever?: boolean };
}

/** The request of the running call of the promise style, for the callback style inside it. */
let asking: Request | undefined;
/** Locked file → the request that has it. */
const lockedFiles = new Map<string, Request>();

function fileName(file: unknown, options: LockfileOptions | undefined): string {
  return path.resolve(typeof options?.lockfilePath === 'string' ? options.lockfilePath : String(file));
}

function fileRequest(file: unknown, options: LockfileOptions | undefined): Request {
  const retries = options?.retries;
  const forever = typeof retries === 'object' && retries.forever === true;
  const times = typeof retries === 'object' ? (retries.retries ?? 10) : (retries ?? 0);
  return new Request(
    lockOf('proper-lockfile', fileName(file, options)),
    MODE_EXCLUSIVE | (forever ? 0 : times > 0 ? MODE_TIMEOUT : MODE_TRY),
  );
}

/** `index.js` has the promise style and the synchronous one, `lib/lockfile.js` what both of them call. */
export function adaptProperLockfile(parts: { exports: Record<string, Method> & Function }): object {
  const { exports } = parts;
  if (typeof exports !== 'function') {
    adaptLockfileCallbacks(exports);
    return {};
  }
  const replacement = disguise(function (this: unknown, ...args: unknown[]): unknown {
    const request = fileRequest(args[0], args[1] as LockfileOptions | undefined);
    const outer = asking;
    asking = request;
    try {
      const result = apply(exports, this, args);
      request.returned(result);
      return result;
    } finally {
      asking = outer;
    }
  }, exports);
  if ((exports['lock'] as unknown) === exports) (replacement as unknown as Record<string, unknown>)['lock'] = replacement;
  return { exports: replacement };
}

function adaptLockfileCallbacks(exports: Record<string, Method>): void {
  wrapMethod(
    exports,
    'lock',
    (original) =>
      function (this: unknown, ...args: unknown[]) {
        const callback = args[args.length - 1];
        if (typeof callback !== 'function') return apply(original, this, args);
        const options = (args.length > 2 ? args[1] : undefined) as LockfileOptions | undefined;
        const request = asking ?? fileRequest(args[0], options);
        const name = fileName(args[0], options);
        args[args.length - 1] = (error: { code?: unknown } | null, release: Method): unknown => {
          if (error) {
            request.cancel(error.code === 'ELOCKED' ? 0 : 2);
            return (callback as Method)(error, release);
          }
          request.grant();
          if (asking !== request) request.returned(undefined);
          lockedFiles.set(name, request);
          const releaser = disguise(function (this: unknown): unknown {
            request.release(callSite());
            if (lockedFiles.get(name) === request) lockedFiles.delete(name);
            return apply(release, this, arguments);
          }, release);
          return (callback as Method)(error, releaser);
        };
        return apply(original, this, args);
      },
  );
  wrapMethod(
    exports,
    'unlock',
    (original) =>
      function (this: unknown, ...args: unknown[]) {
        const name = fileName(args[0], (args.length > 2 ? args[1] : undefined) as LockfileOptions | undefined);
        lockedFiles.get(name)?.release(callSite());
        lockedFiles.delete(name);
        return apply(original, this, args);
      },
  );
}

// --- redlock ----------------------------------------------------------------------------------------------------------------------

interface Redlock {
  readonly settings?: { readonly retryCount?: unknown };
  readonly retryCount?: unknown;
  readonly servers?: readonly unknown[];
  readonly scripts?: { readonly releaseScript?: unknown };
}
interface RedisLock {
  readonly value: string;
  readonly attemptsRemaining?: number;
}

/** Requests that wait, and those that have their keys, by the random value that stands in Redis for the lock. */
const waiting = new Map<string, Request[]>();
const held = new Map<string, Request[]>();
/** Requests of the call that is about to draw its value. */
let drawing: Request[] | undefined;
/** Requests of a running `using`, for the acquire inside it. */
let usingLocks: Request[] | undefined;

function redisRequests(self: Redlock, resources: unknown, options: { retryCount?: unknown } | undefined): Request[] {
  const retries = options?.retryCount ?? self.settings?.retryCount ?? self.retryCount;
  const mode = MODE_EXCLUSIVE | (retries === -1 ? 0 : retries === 0 ? MODE_TRY : MODE_TIMEOUT);
  return (Array.isArray(resources) ? resources : [resources]).map((key) => new Request(lockOf('redlock', String(key)), mode));
}

function granted(value: string): void {
  const requests = waiting.get(value);
  if (requests === undefined) return;
  waiting.delete(value);
  held.set(value, requests);
  for (const request of requests) request.grant();
}
function givenUp(value: string): void {
  for (const request of waiting.get(value) ?? []) request.cancel(1);
  waiting.delete(value);
}
function givenBack(value: string): void {
  for (const request of held.get(value) ?? []) request.release(callSite());
  held.delete(value);
}

export function adaptRedlock(parts: { Redlock: Function; Lock?: Function }): void {
  const prototype = parts.Redlock.prototype as object;
  wrapMethod(
    prototype,
    '_random',
    (original) =>
      function (this: unknown) {
        const value = apply(original, this, []) as string;
        if (drawing !== undefined) waiting.set(value, drawing);
        drawing = undefined;
        return value;
      },
  );
  const isFifth = Reflect.has(prototype, 'using');
  const ask = (original: Function) =>
    function (this: Redlock, ...args: unknown[]): unknown {
      // Version 4: _lock(resource, value or null, ttl, options); 5: acquire(resources, duration, settings).
      if (!isFifth && args[1] !== null) return apply(original, this, args);
      const outer = usingLocks;
      usingLocks = undefined;
      const requests = outer ?? redisRequests(this, args[0], args[isFifth ? 2 : 3] as { retryCount?: unknown } | undefined);
      drawing = requests;
      try {
        const result = apply(original, this, args);
        if (outer === undefined) for (const request of requests) request.returned(result);
        return result;
      } finally {
        drawing = undefined;
      }
    };
  if (isFifth) adaptFifth(prototype, parts.Lock, ask);
  else adaptFourth(prototype, ask);
}

function adaptFifth(prototype: object, lock: Function | undefined, ask: (original: Function) => Function): void {
  wrapMethod(prototype, 'acquire', ask);
  wrapMethod(
    prototype,
    'using',
    (original) =>
      function (this: Redlock, ...args: unknown[]) {
        const at = typeof args[3] === 'function' ? 3 : 2;
        if (typeof args[at] !== 'function') return apply(original, this, args);
        const requests = redisRequests(this, args[0], (at === 3 ? args[2] : undefined) as { retryCount?: unknown } | undefined);
        // The job of each key runs inside that of the key before it.
        for (const request of requests.toReversed()) args[at] = request.wrap(args[at] as Method);
        usingLocks = requests;
        try {
          const result = apply(original, this, args);
          for (const request of requests) request.returned(result);
          return result;
        } finally {
          usingLocks = undefined;
        }
      },
  );
  // A lock object is made when the keys were set, and again when they were extended.
  if (lock !== undefined) onAssigned(lock.prototype as object, 'value', granted);
  wrapMethod(
    prototype,
    '_execute',
    (original) =>
      function (this: Redlock, ...args: unknown[]) {
        const value = (args[2] as readonly unknown[] | undefined)?.[0];
        if (args[0] === this.scripts?.releaseScript) givenUp(String(value));
        return apply(original, this, args);
      },
  );
  wrapMethod(
    prototype,
    'release',
    (original) =>
      function (this: unknown, ...args: unknown[]) {
        givenBack((args[0] as RedisLock).value);
        return apply(original, this, args);
      },
  );
}

function adaptFourth(prototype: object, ask: (original: Function) => Function): void {
  wrapMethod(prototype, '_lock', ask);
  const votes = new WeakMap<Function, { yes: number; answers: number }>();
  wrapMethod(
    prototype,
    '_executeScript',
    (original) =>
      function (this: Redlock, ...args: unknown[]) {
        const [, name, values, answer] = args as [unknown, unknown, readonly unknown[], Method];
        if (name !== 'lockScript' || typeof answer !== 'function') return apply(original, this, args);
        const [count, value] = [values[0], String(values[values.length - 2])];
        const servers = this.servers?.length ?? 1;
        args[3] = function (this: unknown, ...results: unknown[]): unknown {
          const poll = votes.get(answer) ?? { yes: 0, answers: 0 };
          votes.set(answer, poll);
          if (String(results[1]) === String(count)) poll.yes++;
          if (++poll.answers === servers && poll.yes > servers / 2) granted(value);
          return apply(answer, this, results);
        };
        return apply(original, this, args);
      },
  );
  const release = (original: Function): Function =>
    function (this: unknown, ...args: unknown[]) {
      const lock = args[0] as RedisLock;
      if ((lock.attemptsRemaining ?? 0) < 0) givenUp(lock.value);
      givenBack(lock.value);
      return apply(original, this, args);
    };
  wrapMethod(prototype, 'unlock', release);
  wrapMethod(prototype, 'release', release);
}

/** Calls `then` with what constructors assign to `key`. */
function onAssigned(prototype: object, key: string, then: (value: string) => void): void {
  onCreate(prototype, key, (self) => then((self as Record<string, string>)[key] ?? ''));
}
