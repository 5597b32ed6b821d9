/** Web Locks (`navigator.locks`, Node 24 and later): locks by name, shared by all threads of the process. */
import workerThreads from 'node:worker_threads';
import { LOCK_RW, MODE_EXCLUSIVE, MODE_SHARED, MODE_TIMEOUT, MODE_TRY } from '../../wire/events.ts';
import { apply, wrapMethod } from '../builtins.ts';
import { defineLock, Request } from './lockEvents.ts';

type Method = (...args: unknown[]) => unknown;
interface Options {
  readonly mode?: unknown;
  readonly ifAvailable?: unknown;
  readonly signal?: unknown;
}

const locks = new Map<string, number>();

function lockOf(name: string): number {
  let lock = locks.get(name);
  if (lock === undefined) locks.set(name, (lock = defineLock(LOCK_RW, 1, 'web-locks', name, 0, 1)));
  return lock;
}

/** Patches LockManager.prototype, reached without touching the lazy `navigator`. */
export function adaptWebLocks(): void {
  const manager = (workerThreads as { locks?: object }).locks;
  if (manager === undefined) return;
  wrapMethod(
    Object.getPrototypeOf(manager) as object,
    'request',
    (original) =>
      ({
        request(this: unknown, ...args: unknown[]) {
          const [name, second] = args;
          const at = args.length > 2 && args[2] !== undefined ? 2 : 1;
          const job = args[at];
          if (typeof name !== 'string' || typeof job !== 'function') return apply(original, this, args);
          const options = (at === 2 && typeof second === 'object' ? second : undefined) as Options | undefined | null;
          const shared = options?.mode === 'shared';
          const limit = options?.ifAvailable ? MODE_TRY : options?.signal ? MODE_TIMEOUT : 0;
          const request = new Request(lockOf(name), (shared ? MODE_SHARED : MODE_EXCLUSIVE) | limit);
          args[at] = function (this: unknown, lock: unknown, ...rest: unknown[]) {
            if (lock !== null) return request.run(job as Method, this, [lock, ...rest]);
            request.cancel(0);
            return apply(job, this, [lock, ...rest]);
          };
          const result = apply(original, this, args);
          request.returned(result);
          return result;
        },
      }).request,
  );
}
