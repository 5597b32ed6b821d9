/**
 * Starts what looks after this process while its main thread cannot: the watchdog worker, or under a debugger (which would list it) a hidden timer that
 * writes out what an idle thread has in its frame.
 */
import { EventEmitter } from 'node:events';
import inspector from 'node:inspector';
import workerThreads from 'node:worker_threads';
import { A_WATCHDOG } from '../arena.ts';
import { path } from '../builtins.ts';
import type { PreloadOptions } from '../config.ts';
import { flush } from '../recorder.ts';
import { hide } from './asyncTasks.ts';

/** What the watchdog gets as workerData. */
export interface WatchdogData {
  readonly arena: SharedArrayBuffer;
  readonly socket: string;
  readonly token: string;
  /** Whether the main thread may be asked for its stack. */
  readonly mayInspect: boolean;
}

const { emit } = EventEmitter.prototype;

const IDLE_FLUSH_MS = 50;

/** Returns why there is no watchdog, or what it cannot see; '' when there is one that sees everything. */
export function startWatching(options: PreloadOptions, arena: SharedArrayBuffer, header: Int32Array): string {
  if (options.detach && inspector.url() !== undefined) inspector.close();
  if (options.debugged || inspector.url() !== undefined) {
    hide(() => setInterval(flush, IDLE_FLUSH_MS).unref());
    return 'a debugger is attached: no watchdog';
  }
  const permission = (process as unknown as { permission?: { has(scope: string): boolean } }).permission;
  if (permission !== undefined && !permission.has('worker')) {
    writeAtTimes();
    return 'worker threads are not permitted: no watchdog';
  }
  try {
    const mayInspect = permission?.has('inspector') !== false;
    const data: WatchdogData = { arena, socket: options.socket, token: options.token, mayInspect };
    const worker = hide(() => withoutTicks(() => new workerThreads.Worker(path.join(__dirname, 'watchdog.js'), settings(data))));
    header[A_WATCHDOG] = worker.threadId;
    worker.unref();
    // What it emits goes past a method that the program may put on all emitters.
    worker.emit = emit;
    // An error that nobody listens for would end the program.
    worker.on('error', writeAtTimes);
    stayUnreferenced(worker.stdout);
    stayUnreferenced(worker.stderr);
    return mayInspect ? '' : 'the inspector is not permitted: no stacks of busy code';
  } catch (error) {
    return `no watchdog: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Without a watchdog the frames of an idle loop are written by a timer. */
function writeAtTimes(): void {
  hide(() => setInterval(flush, IDLE_FLUSH_MS).unref());
}

/** Output of a worker would make its port keep the loop alive. */
function stayUnreferenced(stream: object): void {
  for (const symbol of Object.getOwnPropertySymbols(stream)) {
    if (symbol.description === 'kIncrementsPortRef') Reflect.set(stream, symbol, false);
  }
}

function settings(workerData: WatchdogData): workerThreads.WorkerOptions {
  return {
    workerData,
    env: {},
    execArgv: [],
    // Its streams are never piped into the program's, which would open those.
    stdout: true,
    stderr: true,
    trackUnmanagedFds: false,
    resourceLimits: { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 2 },
  };
}

/** A new Worker announces itself with the process event `worker` in a tick; nobody must hear of ours. */
function withoutTicks<T>(work: () => T): T {
  const { nextTick } = process;
  process.nextTick = () => {};
  try {
    return work();
  } finally {
    process.nextTick = nextTick;
  }
}
