/** fastq (1.x), also its promise style: each pushed value asks for one of `concurrency` slots. The queue takes values strictly from its head. */
import { LOCK_QUEUE, MODE_EXCLUSIVE } from '../../wire/events.ts';
import { apply, disguise } from '../builtins.ts';
import { callSite, defineLock, permitsOf, Request } from './lockEvents.ts';

type Method = (...args: unknown[]) => unknown;
type Queue = Record<string, Method | undefined>;
type Factory = (...args: unknown[]) => Queue;

/** What the running push of the promise style waits to hear from the push inside it (whose job may push in turn). */
let collecting: { request: Request | undefined } | undefined;

export function adaptFastq(parts: { fastqueue: Factory; queueAsPromised: Factory; exports: Factory }): object {
  const { fastqueue, queueAsPromised } = parts;
  const callbacks = disguise(function (this: unknown, ...args: unknown[]) {
    const site = callSite();
    const at = typeof args[0] === 'function' ? 0 : 1;
    const worker = args[at];
    if (typeof worker !== 'function') return apply(fastqueue, this, args) as Queue;
    const pending: Request[] = [];
    args[at] = function (this: unknown, value: unknown, done: Method) {
      const request = pending.shift();
      if (request === undefined) return apply(worker, this, [value, done]);
      const finish = function (this: unknown): unknown {
        if (!request.released) request.release(0);
        return apply(done, this, arguments);
      };
      return request.run(worker as Method, this, [value, finish], true);
    };
    const queue = apply(fastqueue, this, args) as Queue;
    let lock = 0;
    for (const name of ['push', 'unshift']) {
      const original = queue[name] as Method;
      queue[name] = disguise(function (this: unknown) {
        lock ||= defineLock(LOCK_QUEUE, permitsOf(args[at + 1]), 'fastq', '', site);
        const request = new Request(lock, MODE_EXCLUSIVE);
        if (collecting !== undefined) collecting.request ??= request;
        if (name === 'push') pending.push(request);
        else pending.unshift(request);
        const result = apply(original, this, arguments);
        request.returned(undefined);
        return result;
      }, original);
    }
    for (const name of ['kill', 'killAndDrain', 'abort']) {
      const original = queue[name];
      // Until 1.20 there is no `abort`, and until 1.5 no `killAndDrain`.
      if (original === undefined) continue;
      queue[name] = disguise(function (this: unknown) {
        for (const request of pending.splice(0)) request.cancel(2);
        return apply(original, this, arguments);
      }, original);
    }
    return queue;
  }, fastqueue);
  const promises = disguise(function (this: unknown, ...args: unknown[]) {
    // Uses the replacement of `fastqueue` inside.
    const queue = apply(queueAsPromised, this, args) as Queue;
    for (const name of ['push', 'unshift']) {
      const original = queue[name] as Method;
      queue[name] = disguise(function (this: unknown) {
        const outer = collecting;
        const own: { request: Request | undefined } = { request: undefined };
        collecting = own;
        try {
          const result = apply(original, this, arguments);
          own.request?.returned(result);
          return result;
        } finally {
          collecting = outer;
        }
      }, original);
    }
    return queue;
  }, queueAsPromised);
  (callbacks as unknown as { promise: unknown }).promise = promises;
  return { fastqueue: callbacks, queueAsPromised: promises, exports: callbacks };
}
