/**
 * async (3.x): queue, priorityQueue, cargo and cargoQueue, from the bundle and from their own files. Each pushed item asks for a slot and has it until its worker
 * calls back; the items of one cargo share one. The `...Limit` functions make no lock: nobody but their own call can take one of their slots.
 */
import { LOCK_QUEUE, MODE_EXCLUSIVE } from '../../wire/events.ts';
import { apply, disguise } from '../builtins.ts';
import { callSite, defineLock, permitsOf, Request } from './lockEvents.ts';

type Method = (...args: unknown[]) => unknown;
interface Queue {
  _createTaskItem: Method;
  readonly _tasks: { remove: Method };
  readonly workersList: () => readonly object[];
  readonly concurrency: unknown;
  [method: string]: unknown;
}

const FACTORIES = ['queue', 'priorityQueue', 'cargo', 'cargoQueue'] as const;
const NEEDED = ['_createTaskItem', 'workersList', 'kill', 'remove'];
/** > 0 while a factory makes its queue with the help of another one. */
let making = 0;

/** The queue of one factory call, with the requests of its items. */
class AdaptedQueue {
  readonly #site = callSite();
  readonly #requests = new WeakMap<object, Request>();
  /** Items that have not started. */
  readonly #waiting = new Set<object>();
  /** Requests of the running push. */
  #pushed: Request[] | undefined;
  #queue: Queue | undefined;
  #lock = 0;

  /** The user's worker as a function of the same kind, that runs under the requests of its items. */
  worker(worker: Method): Method {
    const started = (data: unknown): Request[] => this.#started(Array.isArray(data) ? data.length : 1);
    // The library tells an async function, which has no callback, by its tag.
    const isAsync = (worker as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === 'AsyncFunction';
    const replacement = isAsync
      ? function (this: unknown, ...args: unknown[]): unknown {
          const [first, ...others] = started(args[0]);
          if (first === undefined) return apply(worker, this, args);
          const result = first.run(worker, this, args);
          for (const other of others) other.run(() => result, undefined, []);
          return result;
        }
      : function (this: unknown, ...args: unknown[]): unknown {
          const requests = started(args[0]);
          const [first, ...others] = requests;
          const done = args[args.length - 1] as Method;
          if (first === undefined || typeof done !== 'function') return apply(worker, this, args);
          args[args.length - 1] = function (this: unknown): unknown {
            for (const request of requests) if (!request.released) request.release(0);
            return apply(done, this, arguments);
          };
          for (const other of others) other.run(() => undefined, undefined, [], true);
          return first.run(worker, this, args, true);
        };
    if (isAsync) Object.defineProperty(replacement, Symbol.toStringTag, { value: 'AsyncFunction' });
    return replacement;
  }

  /** Requests of the newest `count` running items, of which the library keeps a list. */
  #started(count: number): Request[] {
    const found: Request[] = [];
    for (const item of this.#queue?.workersList().slice(-count) ?? []) {
      const request = this.#requests.get(item);
      if (request === undefined || request.granted) continue;
      this.#waiting.delete(item);
      found.push(request);
    }
    return found;
  }

  adopt(queue: Queue): void {
    this.#queue = queue;
    const create = queue._createTaskItem;
    queue._createTaskItem = disguise((...args: unknown[]) => {
      const item = apply(create, queue, args) as object;
      this.#lock ||= defineLock(LOCK_QUEUE, permitsOf(queue.concurrency), 'async', '', this.#site);
      const request = new Request(this.#lock, MODE_EXCLUSIVE);
      this.#requests.set(item, request);
      this.#waiting.add(item);
      this.#pushed?.push(request);
      return item;
    }, create);
    for (const name of ['push', 'pushAsync', 'unshift', 'unshiftAsync']) {
      if (typeof queue[name] === 'function') queue[name] = disguise(this.#pushing(queue[name] as Method), queue[name]);
    }
    this.#watchRemoval(queue);
  }

  #pushing(original: Method): Method {
    const push = (self: unknown, args: ArrayLike<unknown>): unknown => {
      const pushed: Request[] = [];
      this.#pushed = pushed;
      let result: unknown;
      try {
        result = apply(original, self, args as never);
      } finally {
        this.#pushed = undefined;
      }
      pushed.forEach((request, i) => request.returned(Array.isArray(result) ? result[i] : result));
      return result;
    };
    return function (this: unknown): unknown {
      return push(this, arguments);
    };
  }

  #watchRemoval(queue: Queue): void {
    const { kill, remove } = queue as unknown as Record<'kill' | 'remove', Method>;
    const waiting = this.#waiting;
    const cancel = (item: object): void => {
      if (waiting.delete(item)) this.#requests.get(item)?.cancel(2);
    };
    queue['kill'] = disguise(function (this: unknown): unknown {
      for (const item of waiting) cancel(item);
      return apply(kill, this, arguments);
    }, kill);
    queue['remove'] = disguise(function (this: unknown, ...args: unknown[]): unknown {
      const [isWanted] = args;
      if (typeof isWanted !== 'function') return apply(remove, this, args);
      args[0] = (item: object): unknown => {
        const result = (isWanted as Method)(item);
        if (result) cancel(item);
        return result;
      };
      return apply(remove, this, args);
    }, remove);
  }
}

function adaptFactory(factory: Method): Method {
  return disguise(function (this: unknown, ...args: unknown[]): unknown {
    const [worker] = args;
    if (making > 0 || typeof worker !== 'function') return apply(factory, this, args);
    const adapted = new AdaptedQueue();
    args[0] = adapted.worker(worker as Method);
    making++;
    let queue: Queue;
    try {
      queue = apply(factory, this, args) as Queue;
    } finally {
      making--;
    }
    // The queues of version 2 make no items of their own: they stay as they are.
    if (NEEDED.every((name) => typeof queue[name] === 'function')) adapted.adopt(queue);
    return queue;
  }, factory);
}

export function adaptAsync(parts: { exports: Function | Record<string, unknown> }): object {
  const { exports } = parts;
  if (typeof exports === 'function') return { exports: adaptFactory(exports as Method) };
  const all = exports['default'] as Record<string, unknown> | undefined;
  for (const name of FACTORIES) {
    if (typeof exports[name] !== 'function') continue;
    const factory = adaptFactory(exports[name] as Method);
    exports[name] = factory;
    if (typeof all === 'object') all[name] = factory;
  }
  return { exports };
}
