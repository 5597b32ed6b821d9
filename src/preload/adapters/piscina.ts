/**
 * piscina (3 to 5): a task asks for a slot of its pool's workers and has it until its promise settles. The slot is taken when the task is posted to a worker.
 */
import { LOCK_POOL, MODE_EXCLUSIVE, MODE_TIMEOUT } from '../../wire/events.ts';
import { apply, wrapMethod } from '../builtins.ts';
import { callSite, defineLock, onCreate, permitsOf, Request } from './lockEvents.ts';

interface ThreadPool {
  readonly options: { readonly maxThreads?: unknown; readonly concurrentTasksPerWorker?: unknown };
}
interface Task {
  readonly request: Request;
  result: unknown;
  posted: boolean;
}

const sites = new WeakMap<object, number>();
const locks = new WeakMap<object, number>();
/** The library's task → ours. */
const tasks = new WeakMap<object, Task>();
let asking: Task | undefined;

function lockOf(pool: ThreadPool): number {
  let lock = locks.get(pool);
  if (lock === undefined) {
    const { maxThreads, concurrentTasksPerWorker } = pool.options;
    const permits = permitsOf(maxThreads) * (permitsOf(concurrentTasksPerWorker) || 1);
    locks.set(pool, (lock = defineLock(LOCK_POOL, permits, 'piscina', '', sites.get(pool) ?? 0)));
  }
  return lock;
}

function begin(task: Task): void {
  task.request.run(() => task.result, undefined, []);
}

export function adaptPiscina(parts: { ThreadPool?: Function; TaskInfo?: Function; WorkerInfo?: Function }): void {
  if (parts.ThreadPool !== undefined) adaptThreadPool(parts.ThreadPool.prototype as object);
  if (parts.TaskInfo !== undefined) {
    onCreate(parts.TaskInfo.prototype as object, 'aborted', (self) => {
      if (asking !== undefined) tasks.set(self, asking);
    });
  }
  if (parts.WorkerInfo === undefined) return;
  wrapMethod(
    parts.WorkerInfo.prototype as object,
    'postTask',
    (original) =>
      function (this: unknown, ...args: unknown[]) {
        const task = tasks.get(args[0] as object);
        // Until the pool has returned the promise, its end is not known.
        if (task !== undefined && task === asking) task.posted = true;
        else if (task !== undefined && !task.request.granted) begin(task);
        return apply(original, this, args);
      },
  );
}

function adaptThreadPool(prototype: object): void {
  onCreate(prototype, 'publicInterface', (self) => sites.set(self, callSite()));
  wrapMethod(
    prototype,
    'runTask',
    (original) =>
      function (this: ThreadPool, ...args: unknown[]) {
        const signal = (args[1] as { signal?: unknown } | undefined)?.signal;
        const task: Task = {
          request: new Request(lockOf(this), MODE_EXCLUSIVE | (signal ? MODE_TIMEOUT : 0)),
          result: undefined,
          posted: false,
        };
        const outer = asking;
        asking = task;
        try {
          task.result = apply(original, this, args);
        } finally {
          asking = outer;
        }
        task.request.returned(task.result);
        if (task.posted) begin(task);
        return task.result;
      },
  );
}
