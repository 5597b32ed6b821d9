/**
 * Processor time of the calling thread. Long callbacks are judged by it: on a busy machine wall time says nothing about the program.
 * `process.threadCpuUsage` where Node has it (22.19, 23.9, 24), else Linux's account of the thread, else nothing.
 */
import { apply, closeSync, openSync, readSync } from './builtins.ts';

type ThreadCpuUsage = () => { readonly user: number; readonly system: number };

const threadCpuUsage = (process as unknown as { threadCpuUsage?: ThreadCpuUsage }).threadCpuUsage;
const bytes = new Uint8Array(64);
let readable = process.platform === 'linux';

/** Microseconds of processor time so far, -1 if it cannot be known. */
export function threadCpuUs(): number {
  if (threadCpuUsage !== undefined) {
    const usage = apply(threadCpuUsage, process, []) as ReturnType<ThreadCpuUsage>;
    return usage.user + usage.system;
  }
  if (!readable) return -1;
  try {
    // Opened anew each time (10 µs, at most every 10 ms): a descriptor kept open would shift the program's.
    const fd = openSync('/proc/thread-self/schedstat', 'r');
    let length = 0;
    try {
      length = readSync(fd, bytes, 0, bytes.length, 0);
    } finally {
      closeSync(fd);
    }
    // The first number: nanoseconds on a processor.
    let ns = 0;
    for (let i = 0; i < length; i++) {
      const digit = (bytes[i] as number) - 48;
      if (digit < 0 || digit > 9) break;
      ns = ns * 10 + digit;
    }
    return ns / 1000;
  } catch {
    readable = false;
    return -1;
  }
}
