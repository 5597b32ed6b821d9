/**
 * async-lock (1.x): one lock a key of each AsyncLock; jobs with a promise or a callback; arrays of keys, which the library takes one inside the other in
 * their order.
 */
import { LOCK_MUTEX, MODE_EXCLUSIVE, MODE_TIMEOUT } from '../../wire/events.ts';
import { promiseId } from '../hooks/asyncTasks.ts';
import { apply, wrapMethod } from '../builtins.ts';
import { callSite, defineLock, onCreate, Request } from './lockEvents.ts';

type Method = (...args: unknown[]) => unknown;
interface Options {
  readonly timeout?: unknown;
  readonly domainReentrant?: unknown;
}
/** One acquire with an array of keys: its requests share the promise of the whole. */
interface Batch {
  /** The user's job: whatever else runs inside belongs to the library. */
  readonly job: unknown;
  readonly requests: Request[];
  result: unknown;
}

const sites = new WeakMap<object, number>();
const keys = new WeakMap<object, Map<string, number>>();
let batch: Batch | undefined;

function lockOf(self: object, key: unknown): number {
  let locks = keys.get(self);
  if (locks === undefined) keys.set(self, (locks = new Map<string, number>()));
  const name = String(key);
  let lock = locks.get(name);
  if (lock === undefined) locks.set(name, (lock = defineLock(LOCK_MUTEX, 1, 'async-lock', name, sites.get(self) ?? 0)));
  return lock;
}

export function adaptAsyncLock(parts: { AsyncLock: Function }): void {
  const prototype = parts.AsyncLock.prototype as object;
  onCreate(prototype, 'queues', (self) => sites.set(self, callSite()));
  wrapMethod(
    prototype,
    'acquire',
    (original) =>
      function (this: Options, ...args: unknown[]) {
        const [key, job, callback] = args;
        if (Array.isArray(key)) return acquireBatch(original, this, args);
        if (typeof job !== 'function') return apply(original, this, args);
        const options = (typeof callback === 'function' ? args[3] : callback) as Options | undefined;
        const limited = Boolean(options?.timeout ?? this.timeout);
        const request = new Request(lockOf(this, key), MODE_EXCLUSIVE | (limited ? MODE_TIMEOUT : 0));
        const ours = batch;
        ours?.requests.push(request);
        args[1] = job.length === 1 ? callbackJob(request, job as Method, ours) : promiseJob(request, job as Method, ours);
        const result = apply(original, this, args);
        request.returned(ours === undefined ? result : ours.result);
        return result;
      },
  );
}

/** Jobs run inside other jobs of the same batch: each sees the batch while it runs. */
function inBatch<T>(ours: Batch | undefined, work: () => T): T {
  const outer = batch;
  batch = ours;
  try {
    return work();
  } finally {
    batch = outer;
  }
}

/** The library looks at the number of parameters: one means callback style. */
function callbackJob(request: Request, job: Method, ours: Batch | undefined): Method {
  return function (this: unknown, done: unknown) {
    const finish = (...results: unknown[]): unknown => {
      if (!request.released) request.release(0);
      return apply(done as Method, undefined, results);
    };
    return inBatch(ours?.job === job ? undefined : ours, () => request.run(job, this, [finish], true));
  };
}
function promiseJob(request: Request, job: Method, ours: Batch | undefined): Method {
  return function (this: unknown) {
    return inBatch(ours?.job === job ? undefined : ours, () => request.run(job, this, []));
  };
}

/** The library nests one acquire a key; all but the innermost run functions of the library. */
function acquireBatch(original: Function, self: object, args: unknown[]): unknown {
  const ours: Batch = { job: args[1], requests: [], result: undefined };
  const result = inBatch(ours, () => apply(original, self, args));
  ours.result = result;
  if (promiseId(result) !== 0) for (const request of ours.requests) request.returned(result);
  return result;
}
