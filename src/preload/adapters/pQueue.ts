/** p-queue (6 to 9): a job asks for one of `concurrency` slots when it is added and holds it until its promise settles. */
import { LOCK_QUEUE, MODE_BY_PROMISE, MODE_EXCLUSIVE, MODE_OBSERVE, MODE_TIMEOUT } from '../../wire/events.ts';
import { apply, wrapMethod } from '../builtins.ts';
import { callSite, defineLock, onCreate, permitsOf, Request } from './lockEvents.ts';

type Method = (...args: unknown[]) => unknown;
interface Queue {
  readonly concurrency: number;
  readonly timeout?: number;
}

const sites = new WeakMap<object, number>();
const locks = new WeakMap<object, number>();

function lockOf(queue: Queue): number {
  const known = locks.get(queue);
  if (known !== undefined) return known;
  const lock = defineLock(LOCK_QUEUE, permitsOf(queue.concurrency), 'p-queue', '', sites.get(queue) ?? 0);
  locks.set(queue, lock);
  return lock;
}

export function adaptPQueue(parts: { PQueue: Function }): void {
  const prototype = parts.PQueue.prototype as object;
  onCreate(prototype, '_eventsCount', (self) => sites.set(self, callSite()));
  wrapMethod(
    prototype,
    'add',
    (original) =>
      function (this: Queue, ...args: unknown[]) {
        const [job, options] = args;
        if (typeof job !== 'function') return apply(original, this, args);
        const limited = Boolean((options as { timeout?: number } | undefined)?.timeout ?? this.timeout);
        const request = new Request(lockOf(this), MODE_EXCLUSIVE | (limited ? MODE_TIMEOUT : 0));
        args[0] = request.wrap(job as Method);
        const result = apply(original, this, args);
        request.returned(result);
        return result;
      },
  );
  for (const name of ['onIdle', 'onEmpty', 'onSizeLessThan', 'onPendingZero']) {
    wrapMethod(
      prototype,
      name,
      (original) =>
        function (this: Queue, ...args: unknown[]) {
          const request = new Request(lockOf(this), MODE_OBSERVE | MODE_BY_PROMISE);
          const result = apply(original, this, args);
          request.returned(result);
          return result;
        },
    );
  }
}
