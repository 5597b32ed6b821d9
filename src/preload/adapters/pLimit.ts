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
  // In their order, so that the limiter prints as it did.
  for (const key of Reflect.ownKeys(limit)) {
    const property = Reflect.getOwnPropertyDescriptor(limit, key) as PropertyDescriptor;
    if (key === 'map' && typeof property.value === 'function') property.value = mapper(property.value as Method, ask);
    Reflect.defineProperty(replacement, key, property);
  }
  return disguise(replacement, limit);
}

/** Before version 7.2 `map` calls the limiter that it is a method of, which is the replacement. */
const CALLS_ITSELF = /\bthis\s*\(/;

/** Since version 7.2 `map` calls the inner limiter, past the replacement: its jobs ask when their items are taken out of the iterable, which is when they are queued. */
function mapper(map: Method, ask: () => Request): Method {
  if (CALLS_ITSELF.test(String(map))) return map;
  const replacement = function (this: unknown, ...args: unknown[]): unknown {
    const [items, job] = args;
    const iterate = isIterable(items) ? items[Symbol.iterator] : undefined;
    if (typeof job !== 'function' || typeof iterate !== 'function') return apply(map, this, args);
    const requests: Request[] = [];
    args[0] = { [Symbol.iterator]: () => asking(apply(iterate, items, []) as Iterator<unknown>, () => requests.push(ask())) };
    args[1] = (...call: unknown[]): unknown => (requests[call[1] as number] ?? ask()).run(job as Method, undefined, call);
    const result = apply(map, this, args);
    // All is done once the last one has had its turn.
    const last = requests.pop();
    for (const request of requests) request.returned(undefined);
    last?.returned(result);
    if (last !== undefined) requests.push(last);
    return result;
  };
  return disguise(replacement, map);
}

function isIterable(items: unknown): items is Iterable<unknown> {
  return items !== null && items !== undefined && Symbol.iterator in Object(items);
}

/** `inner`, and `onItem` for each item that it gives. */
function asking(inner: Iterator<unknown>, onItem: () => void): Iterator<unknown> {
  return {
    next: () => {
      const result = inner.next();
      if (result.done !== true) onItem();
      return result;
    },
    return: (value: unknown) => inner.return?.(value) ?? { done: true, value },
  };
}
