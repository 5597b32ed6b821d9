/**
 * The end of a thread: everything recorded reaches the log, and the trace says how it ended.
 *
 * No listener is added (its count would show, and some events change their default with a first listener) and no wrapper stands on the stack while the
 * program's own exit listeners run: `process.emit` becomes a getter that hands out what it would have been, and is read once before each emission.
 */
import { EventEmitter } from 'node:events';
import * as W from '../../wire/events.ts';
import { A_FD, arenaHeader } from '../arena.ts';
import { apply, disguise, isMainThread, originalOf, replacement } from '../builtins.ts';
import { readyToBeRead } from '../doors/messages.ts';
import { drainOthers } from '../drain.ts';
import { threadCpuUs } from '../threadCpu.ts';
import { hide, promiseId } from './asyncTasks.ts';
import { currentDepth } from '../recordAsync.ts';
import { emit, scriptHasEnded, storeExitCode, writeThrough } from '../recorder.ts';
import { visibleThread } from '../threads.ts';

interface ProcessInternals {
  readonly domain?: object | null;
  readonly moduleLoadList?: readonly string[];
  _exiting?: boolean;
  reallyExit?: (code?: number) => never;
  _fatalException?: (error: unknown, fromPromise?: boolean) => boolean;
}

let ended = false;
let [endReason, endCode] = [0, 0];
let inFatal = false;
let arena: SharedArrayBuffer | undefined;

/** The main thread takes the other threads with it: what is in their frames goes to the log now. */
function drainThreads(): void {
  if (arena !== undefined && isMainThread) drainOthers(arena, arenaHeader(arena)[A_FD] as number, 0);
}

const { cpuUsage, getActiveResourcesInfo } = process;
const { listenerCount, listeners } = EventEmitter.prototype;
const getPrototypeOf = Object.getPrototypeOf as (object: object) => NodeJS.Process;

/** Listeners of the process for an event. */
function countListeners(name: string): number {
  return apply(listenerCount, process, [name]) as number;
}

function recordUsage(): void {
  try {
    const { user, system } = apply(cpuUsage, process, []);
    emit(W.OP_USAGE, Math.max(0, Math.round(hide(threadCpuUs))), user + system);
  } catch {
    // A runtime that does not tell.
  }
}

function recordEnd(reason: number, code: number): void {
  if (ended) {
    if (code !== endCode) recordCode(code);
    return;
  }
  ended = true;
  endReason = reason;
  recordUsage();
  recordCode(code);
  writeThrough();
  drainThreads();
}

/** Once more where an exit listener decides otherwise: mocha gives the number of its failures. */
function recordCode(code: number): void {
  endCode = code;
  emit(W.OP_EXIT_PROCESS, endReason, code);
  storeExitCode(code);
}

function text(value: unknown, key: 'message' | 'stack'): string {
  try {
    if (typeof value === 'object' && value !== null) {
      const found = (readyToBeRead(value) as Record<string, unknown>)[key];
      if (typeof found === 'string') return found;
    }
    return key === 'message' ? String(value) : '';
  } catch {
    return '';
  }
}

export function installExit(sharedArena: SharedArrayBuffer): void {
  arena = sharedArena;
  const internals = process as unknown as ProcessInternals;
  /** What another preload has put there; else the method of all emitters, which the program may replace. */
  const earlier = Object.getOwnPropertyDescriptor(process, 'emit')?.value as typeof process.emit | undefined;
  const original = (): typeof process.emit => earlier ?? getPrototypeOf(process).emit;
  /** What the program has put there since. */
  let replaced: typeof process.emit | undefined;
  let exitCalled = false;
  /** Stands for `emit` while 'beforeExit' is emitted that nobody listens to: no more of the program runs before Node looks at its main module. */
  const lastEmit = disguise(function (this: unknown, ...args: unknown[]): unknown {
    if (args[0] === 'beforeExit') prepareEnd();
    noteRejection(args);
    return apply(original(), this, args);
  }, original()) as unknown as typeof process.emit;
  /**
   * Stands for `emit` while somebody listens for rejections that nobody handles, or that are handled late (the program goes on then), or for messages of
   * other threads, which bring the id of their sender.
   */
  const observedEmit = disguise(function (this: unknown, ...args: unknown[]): unknown {
    noteRejection(args);
    if (args[0] === 'workerMessage' && typeof args[2] === 'number') args[2] = visibleThread(args[2]);
    return apply(original(), this, args);
  }, original()) as unknown as typeof process.emit;
  const accessor: PropertyDescriptor & ThisType<unknown> = {
    configurable: true,
    enumerable: false,
    get() {
      if (internals._exiting === true) {
        undo?.();
        undo = undefined;
        if (!ended) recordEnd(exitCalled ? 1 : exitReason(), exitCalled ? Number(process.exitCode ?? 0) : exitCode());
      } else if (currentDepth() === 0 && !inFatal && scriptHasEnded()) {
        // Outside of callbacks and with nothing left to wait for, the event is beforeExit.
        if ((apply(getActiveResourcesInfo, process, []) as string[]).length === 0) emit(W.OP_BEFORE_EXIT);
        if (onLastTurn !== undefined && replaced === undefined && countListeners('beforeExit') === 0) return lastEmit;
        if (replaced === undefined && isListenedTo()) return observedEmit;
      }
      if (replaced === undefined && countListeners('workerMessage') > 0) return observedEmit;
      return replaced ?? original();
    },
    set(value: typeof process.emit) {
      // The program replaces it (as signal-exit does, which also puts it back): from now on it is a property of the process's own.
      replaced = value === original() ? undefined : value;
      Object.defineProperty(process, 'emit', { ...accessor, enumerable: true });
    },
  };
  Object.defineProperty(process, 'emit', accessor);
  const exit = process.exit;
  // Without an argument the exit code that was set stays: how many there are matters.
  process.exit = replacement(function (this: unknown, ...args: unknown[]): never {
    exitCalled = true;
    return apply(exit, this, args) as never;
  }, exit);
  const reallyExit = internals.reallyExit;
  if (reallyExit !== undefined && isMainThread) {
    // A method has no `prototype`, like the native function.
    internals.reallyExit = disguise(
      {
        exit(this: unknown, ...args: unknown[]): never {
          recordEnd(1, Number(args[0] ?? 0));
          writeThrough();
          drainThreads();
          return apply(reallyExit, this, args) as never;
        },
      }.exit,
      reallyExit,
    );
  }
  const fatal = internals._fatalException;
  if (fatal !== undefined) {
    const methods = {
      fatal(this: unknown, error: unknown, fromPromise?: boolean): boolean {
        const note = (): void => {
          if (fromPromise === true) emit(W.OP_UNHANDLED, 0, text(error, 'message'), text(error, 'stack'));
          else emit(W.OP_UNCAUGHT, text(error, 'message'), text(error, 'stack'));
        };
        // Who looks at the stack first decides how it is written: a domain may, and a REPL does (in a domain, up to Node 24).
        const isLate = (internals.domain ?? null) !== null || internals.moduleLoadList?.includes('NativeModule repl') === true;
        if (!isLate) note();
        uncaught = true;
        inFatal = true;
        // Stacks name a function by the property that holds it. A program that has put its own there (async-hook-domain does) keeps it.
        const held = internals._fatalException;
        const isOurs = held !== undefined && originalOf(held) === originalOf(fatal);
        if (isOurs) internals._fatalException = fatal;
        try {
          const handled = apply(fatal, this, [error, fromPromise]) as boolean;
          if (handled) uncaught = false;
          return handled;
        } finally {
          if (isLate) note();
          if (isOurs && internals._fatalException === fatal) internals._fatalException = held;
          inFatal = false;
        }
      },
    };
    internals._fatalException = disguise(methods.fatal, fatal);
  }
}

function isListenedTo(): boolean {
  return countListeners('unhandledRejection') > 0 || countListeners('rejectionHandled') > 0;
}

/** A rejection that nobody handles, or that was handled late, where the program listens for them. */
function noteRejection(args: readonly unknown[]): void {
  if (typeof args[0] !== 'string' || countListeners(args[0]) === 0) return;
  // Node warns of late handlers only where nobody listens for them (listeners.ts).
  if (args[0] === 'rejectionHandled') emit(W.OP_HANDLED_LATE, promiseId(args[1]));
  if (args[0] !== 'unhandledRejection') return;
  emit(W.OP_UNHANDLED, promiseId(args[2]), text(args[1], 'message'), text(args[1], 'stack'));
}

let uncaught = false;
let onLastTurn: (() => () => void) | undefined;
let undo: (() => void) | undefined;

/**
 * `prepare` runs when nothing of the program runs any more but its exit listeners, and what it returns before those. In between, Node prints the line of a
 * top-level await that never settles. Not called when the program listens to 'beforeExit', from where it may go on.
 */
export function beforeLastWarnings(prepare: () => () => void): void {
  onLastTurn = prepare;
}

function prepareEnd(): void {
  try {
    undo = onLastTurn?.();
  } catch {
    // Then the warning shows the transformed line.
  }
}

function exitReason(): number {
  if (uncaught) return 2;
  return exitCode() === UNSETTLED ? 3 : 0;
}

/** Exit code of Node for a top-level await that never settles. */
const UNSETTLED = 13;

/** The exit code as it will be: Node 20 sets that of an unsettled top-level await in an exit listener of its own, which is there until the main module settles. */
function exitCode(): number {
  const code = process.exitCode;
  const isUnsettled = (listener: Function): boolean => listener.name === 'handleProcessExit';
  if (code === undefined && (apply(listeners, process, ['exit']) as Function[]).some(isUnsettled)) return UNSETTLED;
  return Number(code ?? 0);
}
