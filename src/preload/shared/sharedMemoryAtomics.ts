// HOT
/**
 * The Atomics functions, wrapped: what they may order (see OP_ATOMIC in wire/events.ts) and which elements they touch. Where the arguments are plain
 * the original is called directly and cannot throw; everything else goes the long way, on which no frame of ours stays in a stack.
 */
import * as W from '../../wire/events.ts';
import { A_TICKET } from '../arena.ts';
import { apply, isMainThread, withoutOwnFrames, wrapMethod } from '../builtins.ts';
import { emit, isRecording, siteRegister } from '../recorder.ts';
import { endPhase, setAtomics, tellPhase, touchAtomic, watchEdge } from './sharedMemory.ts';
import { noteGivenBack, noteTaken } from './sharedLocks.ts';
import type { Entries } from './sharedMemoryEntries.ts';
import { ignoreBuffer, ignoreView, type View, viewLength, viewOf } from './sharedMemoryViews.ts';

const { add, load } = Atomics;
let header: Int32Array = new Int32Array(64);
/** The counter could overflow one day: long before that nothing more is claimed. */
const LAST_TICKET = 2 ** 30;
let isOver = false;
/** Has the phase of Atomics operations released something, and was it told? */
let hasReleased = false;
let acquired = 0;
let isTouched = false;
/** The program uses Atomics.waitAsync: it may come back from one whenever a segment begins. */
let waitsAsync = false;
const reads: Entries = [];
const writes: Entries = [];
const zeros: Entries = [];
const notifies: Entries = [];

/** Watches the Atomics of this thread. */
export function installAtomics(arena: SharedArrayBuffer, arenaHeader: Int32Array): void {
  header = arenaHeader;
  ignoreBuffer(arena);
  setAtomics(tellAtomics, () => !isOver);
  for (const name of ['add', 'sub', 'and', 'or', 'xor', 'exchange']) wrapMethod(Atomics, name, (original) => updater(name, original));
  wrapMethod(Atomics, 'store', (original) => updater('store', original));
  wrapMethod(Atomics, 'load', observeLoad);
  wrapMethod(Atomics, 'compareExchange', observeCompare);
  wrapMethod(Atomics, 'notify', observeNotify);
  wrapMethod(Atomics, 'waitAsync', observeWaitAsync);
  if (!isMainThread) learnCounter();
}

/** In a worker, process.cwd asks a counter of Node's own whether the directory changed: that orders nothing of the program. */
function learnCounter(): void {
  isLearning = true;
  try {
    process.cwd();
  } catch {
    // The directory is gone; then nothing was learned.
  }
  isLearning = false;
}
let isLearning = false;

/** An operation that writes is about to run: what this thread did so far can be seen by whoever reads the value. */
export function beforeRelease(): void {
  endPhase();
  const ticket = add(header, A_TICKET, 1);
  if (ticket > LAST_TICKET) isOver = true;
  if (hasReleased || !isRecording()) return;
  hasReleased = true;
  watchEdge();
  // At once: the thread may be stopped before it says anything again.
  emit(W.OP_ATOMIC, ticket + 1, 0);
}

/** An operation that reads has run: it may have seen what others did before theirs. */
export function afterAcquire(): void {
  endPhase();
  acquired = load(header, A_TICKET) + 1;
  watchEdge();
}

/** Atomics.wait is about to block: everything so far is told. */
export function beforeWait(): void {
  endPhase();
}

function tellAtomics(): void {
  if (waitsAsync) acquired = load(header, A_TICKET) + 1;
  if (acquired !== 0 || isTouched) {
    emit(W.OP_ATOMIC, 0, acquired);
    if (isTouched) tellPhase();
  }
  acquired = 0;
  hasReleased = false;
  isTouched = false;
}

/** The view when the operation cannot throw and runs no code of the program. */
function plainView(array: unknown, index: unknown, value: unknown): View | undefined {
  if (typeof index !== 'number' || index >>> 0 !== index) return undefined;
  const view = viewOf(array);
  if (view === undefined || !view.isInteger || typeof value !== (view.isBig ? 'bigint' : 'number')) return undefined;
  return index < viewLength(array as object) ? view : undefined;
}

function note(entries: Entries, kind: number, array: object, view: View, index: number): void {
  isTouched = true;
  touchAtomic(entries, siteRegister[0] as number, kind, array, view, index);
}

function noteZero(array: object, view: View, index: number): void {
  note(zeros, W.SHARED_ATOMIC_ZERO, array, view, index);
  noteGivenBack(view, index);
}

/** The long way: the arguments decide what happens, errors included. It is taken to order whatever it may. */
function slowly(original: Function, target: unknown, args: unknown[]): unknown {
  const isShared = (viewOf(args[0])?.buffer ?? 0) !== 0;
  if (isShared) beforeRelease();
  const result = withoutOwnFrames(() => apply(original, target, args) as unknown);
  if (isShared) afterAcquire();
  return result;
}

type Operation = (array: unknown, index: unknown, value?: unknown, other?: unknown) => unknown;

function updater(name: string, original: Function): Function {
  const operate = original as Operation;
  const reads = name !== 'store';
  /** Whoever counts or stores takes no lock. */
  const takes = name === 'exchange' || name === 'or';
  const becomesZero = zeroTest(name);
  const wrapper = {
    update(this: unknown, array: unknown, index: unknown, value: unknown): unknown {
      const view = plainView(array, index, value);
      if (view === undefined) return slowly(original, this, [array, index, value]);
      if (view.buffer === 0) return operate(array, index, value);
      beforeRelease();
      const result = operate(array, index, value);
      if (reads) afterAcquire();
      note(writes, W.SHARED_ATOMIC_WRITE, array as object, view, index as number);
      if (becomesZero(result as number, value as number)) noteZero(array as object, view, index as number);
      else if (result === 0 && takes) noteTaken(view, index as number, wrapper);
      return result;
    },
  }.update;
  return wrapper;
}

/** Whether the element is 0 after an operation that found `old` there. */
function zeroTest(name: string): (old: number, value: number) => boolean {
  if (name === 'store' || name === 'exchange') return (_old, value) => value === 0;
  if (name === 'sub') return (old, value) => old === value;
  if (name === 'add') return (old, value) => old === -value;
  if (name === 'and') return (old, value) => (old & value) === 0;
  return name === 'xor' ? (old, value) => old === value : () => false;
}

function observeLoad(original: Function): Function {
  const operate = original as Operation;
  return {
    load(this: unknown, array: unknown, index: unknown): unknown {
      if (isLearning) ignoreView(array as object);
      const view = typeof index === 'number' && index >>> 0 === index ? viewOf(array) : undefined;
      if (view === undefined || !view.isInteger || (index as number) >= viewLength(array as object)) {
        return slowly(original, this, [array, index]);
      }
      const result = operate(array, index);
      if (view.buffer !== 0) {
        afterAcquire();
        note(reads, W.SHARED_ATOMIC_READ, array as object, view, index as number);
      }
      return result;
    },
  }.load;
}

function observeCompare(original: Function): Function {
  const operate = original as Operation;
  const wrapper = {
    compareExchange(this: unknown, array: unknown, index: unknown, expected: unknown, value: unknown): unknown {
      const view = typeof expected === typeof value ? plainView(array, index, value) : undefined;
      if (view === undefined) return slowly(original, this, [array, index, expected, value]);
      if (view.buffer === 0) return operate(array, index, expected, value);
      beforeRelease();
      const result = operate(array, index, expected, value);
      afterAcquire();
      note(writes, W.SHARED_ATOMIC_WRITE, array as object, view, index as number);
      if (result === expected) {
        if (value === 0) noteZero(array as object, view, index as number);
        else if (result === 0) noteTaken(view, index as number, wrapper);
      }
      return result;
    },
  }.compareExchange;
  return wrapper;
}

function observeNotify(original: Function): Function {
  return {
    notify(this: unknown, array: unknown, index: unknown, count: unknown): unknown {
      const view = viewOf(array);
      if (view !== undefined && view.buffer !== 0) {
        beforeRelease();
        const at = index === undefined ? 0 : index;
        if (typeof at === 'number' && at >>> 0 === at && at < viewLength(array as object)) {
          note(notifies, W.SHARED_NOTIFY, array as object, view, at);
        }
      }
      return withoutOwnFrames(() => apply(original, this, [array, index, count]) as unknown);
    },
  }.notify;
}

function observeWaitAsync(original: Function): Function {
  return {
    waitAsync(this: unknown, array: unknown, index: unknown, value: unknown, timeout: unknown): unknown {
      if ((viewOf(array)?.buffer ?? 0) !== 0) {
        waitsAsync = true;
        afterAcquire();
      }
      return withoutOwnFrames(() => apply(original, this, [array, index, value, timeout]) as unknown);
    },
  }.waitAsync;
}
