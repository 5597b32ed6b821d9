/** bottleneck (2.x): `schedule` asks for one of `maxConcurrent` slots; `wrap` goes through it. Limits by rate are no locks: they let everybody in after a while. */
import { LOCK_QUEUE, MODE_EXCLUSIVE, MODE_TIMEOUT } from '../../wire/events.ts';
import { apply, wrapMethod } from '../builtins.ts';
import { callSite, defineLock, onCreate, permitsOf, Request } from './lockEvents.ts';

type Method = (...args: unknown[]) => unknown;
interface Limiter {
  readonly _store?: { readonly storeOptions?: { readonly maxConcurrent?: unknown } };
}

const sites = new WeakMap<object, number>();
const locks = new WeakMap<object, number>();

function lockOf(limiter: Limiter): number {
  let lock = locks.get(limiter);
  if (lock === undefined) {
    const permits = permitsOf(limiter._store?.storeOptions?.maxConcurrent);
    lock = defineLock(LOCK_QUEUE, permits, 'bottleneck', '', sites.get(limiter) ?? 0);
    locks.set(limiter, lock);
  }
  return lock;
}

export function adaptBottleneck(parts: { exports: Function }): void {
  const prototype = parts.exports.prototype as object;
  onCreate(prototype, '_queues', (self) => sites.set(self, callSite()));
  wrapMethod(
    prototype,
    'schedule',
    (original) =>
      function (this: Limiter, ...args: unknown[]) {
        const at = typeof args[0] === 'function' ? 0 : 1;
        const job = args[at];
        if (typeof job !== 'function') return apply(original, this, args);
        // `expiration` ends a job that takes too long.
        const limited = at === 1 && Boolean((args[0] as { expiration?: unknown } | undefined)?.expiration);
        const request = new Request(lockOf(this), MODE_EXCLUSIVE | (limited ? MODE_TIMEOUT : 0));
        args[at] = request.wrap(job as Method);
        const result = apply(original, this, args);
        request.returned(result);
        return result;
      },
  );
}
