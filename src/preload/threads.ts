/** Thread ids as the program would see them without our watchdog, which takes one. The trace uses these too. */
import workerThreads from 'node:worker_threads';
import { A_WATCHDOG } from './arena.ts';
import { apply, disguise, safeWeakMap, wrapMethod } from './builtins.ts';
import { currentDepth } from './recordAsync.ts';

let header: Int32Array = new Int32Array(16);

/** What the program would call the thread with this real id. */
export function visibleThread(real: number): number {
  const watchdog = header[A_WATCHDOG] as number;
  return watchdog !== 0 && real > watchdog ? real - 1 : real;
}

function realThread(visible: number): number {
  const watchdog = header[A_WATCHDOG] as number;
  return watchdog !== 0 && visible >= watchdog ? visible + 1 : visible;
}

/** > 0 while a worker is constructed: Node notes for postMessageToThread under which id it is found. */
let constructing = 0;
/** The worker whose exit Node is about to handle: it is found no more, by the same id; and how deep that is in callbacks. */
let leaving: object | undefined;
let leavingDepth = 0;
/** Workers whose exit cannot be seen. */
const unseen = safeWeakMap<object, true>();

interface Handle {
  onexit?: unknown;
}

/** Constructs a worker, under its real id for Node's own bookkeeping. */
export function underRealId<T extends object>(start: () => T): T {
  constructing++;
  let worker;
  try {
    worker = start();
  } finally {
    constructing--;
  }
  const key = Object.getOwnPropertySymbols(worker).find((symbol) => symbol.description === 'kHandle');
  const handle = key === undefined ? undefined : (worker as Record<symbol, Handle | null | undefined>)[key];
  const onexit = handle?.onexit;
  if (handle === undefined || handle === null || typeof onexit !== 'function') {
    unseen.set(worker, true);
    return worker;
  }
  handle.onexit = function (this: unknown, ...args: unknown[]): unknown {
    leaving = worker;
    leavingDepth = currentDepth();
    try {
      return apply(onexit, this, args);
    } finally {
      leaving = undefined;
    }
  };
  return worker;
}

/** Messages that are left are delivered before: deeper. */
function isNodesOwnQuestion(worker: object): boolean {
  return constructing > 0 || (worker === leaving && currentDepth() === leavingDepth) || unseen.has(worker);
}

/** Makes `worker_threads.threadId`, `worker.threadId` and postMessageToThread speak of visible ids. Call before user code has imported the module. */
export function hideWatchdogThread(arenaHeader: Int32Array): void {
  header = arenaHeader;
  const exported = workerThreads as { threadId: number };
  exported.threadId = visibleThread(exported.threadId);
  const prototype = workerThreads.Worker.prototype as object;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'threadId');
  const get = descriptor?.get;
  if (descriptor !== undefined && get !== undefined) {
    const wrapper = Object.getOwnPropertyDescriptor(
      {
        get threadId(): number {
          const real = apply(get, this, []) as number;
          return isNodesOwnQuestion(this) ? real : visibleThread(real);
        },
      },
      'threadId',
    )?.get as Function;
    Object.defineProperty(prototype, 'threadId', { ...descriptor, get: disguise(wrapper, get) as () => number });
  }
  wrapMethod(
    workerThreads,
    'postMessageToThread',
    (original) =>
      ({
        postMessageToThread(this: unknown, thread: unknown, ...rest: unknown[]): unknown {
          return apply(original, this, [typeof thread === 'number' ? realThread(thread) : thread, ...rest]);
        },
      }).postMessageToThread,
  );
}
