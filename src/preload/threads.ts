/** Thread ids as the program would see them without our watchdog, which takes one. The trace uses these too. */
import workerThreads from 'node:worker_threads';
import { A_WATCHDOG } from './arena.ts';
import { apply, disguise, wrapMethod } from './builtins.ts';

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
          return visibleThread(apply(get, this, []) as number);
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
      function postMessageToThread(this: unknown, thread: unknown, ...rest: unknown[]): unknown {
        return apply(original, this, [typeof thread === 'number' ? realThread(thread) : thread, ...rest]);
      },
  );
}
