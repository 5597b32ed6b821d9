/** p-limit (3 to 7): the limiter is a function; each call asks for one of `concurrency` slots. */
import { LOCK_QUEUE, MODE_EXCLUSIVE } from '../../wire/events.ts';
import { apply, disguise } from '../builtins.ts';
import { callSite, defineLock, permitsOf, Request } from './lockEvents.ts';

type Method = (...args: unknown[]) => unknown;

/** `limitFunction` calls the local `pLimit`, so replacing that one covers both. */
export function adaptPLimit(parts: { pLimit: Method }): { pLimit: Method } {
  const { pLimit } = parts;
  const replacement = function (this: unknown, ...args: unknown[]): Method {
    const site = callSite();
    const limit = apply(pLimit, this, args) as Method;
    const first = args[0] as number | { concurrency?: number };
    return limiter(limit, permitsOf(typeof first === 'number' ? first : first?.concurrency), site);
  };
  return { pLimit: disguise(replacement, pLimit) };
}

function limiter(limit: Method, permits: number, site: number): Method {
  let lock = 0;
  const ask = (): Request => {
    if (lock === 0) lock = defineLock(LOCK_QUEUE, permits, 'p-limit', '', site);
    return new Request(lock, MODE_EXCLUSIVE);
  };
  const replacement = (...call: unknown[]): unknown => {
    if (typeof call[0] !== 'function') return limit(...call);
    const request = ask();
    call[0] = request.wrap(call[0] as Method);
    const result = limit(...call);
    request.returned(result);
    return result;
  };
  // In their order, so that the limiter prints as it did. Version 7.2 and later: `map` calls the inner limiter, past the replacement, so its jobs make their requests when they start.
  for (const key of Reflect.ownKeys(limit)) {
    const property = Reflect.getOwnPropertyDescriptor(limit, key) as PropertyDescriptor;
    if (key === 'map' && typeof property.value === 'function') property.value = mapper(property.value as Method, ask);
    Reflect.defineProperty(replacement, key, property);
  }
  return disguise(replacement, limit);
}

function mapper(map: Method, ask: () => Request): Method {
  const replacement = (items: unknown, job: unknown, ...rest: unknown[]): unknown => {
    const run = (...args: unknown[]): unknown => ask().run(job as Method, undefined, args);
    return map(items, typeof job === 'function' ? run : job, ...rest);
  };
  return disguise(replacement, map);
}
