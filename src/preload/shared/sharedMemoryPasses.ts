/**
 * Which buffer of one thread is which of another. A SharedArrayBuffer looks new in every thread that gets it, and nothing is written into it or into messages:
 * buffers that this thread made are known from their construction, those in the start data of a worker by their order in it, which both sides see; of those that
 * are posted the trace says on which channel, and the analysis matches them where there is one candidate only.
 */
import workerThreads from 'node:worker_threads';
import { types } from 'node:util';
import * as W from '../../wire/events.ts';
import { A_SHARED } from '../arena.ts';
import { observeConstructor } from '../bindings.ts';
import { apply, construct, safeSet, withoutOwnFrames, wrapMethod } from '../builtins.ts';
import { emit, isRecording } from '../recorder.ts';
import { bufferBytes, bufferNumber, setOwnBuffers, sharedBufferOf } from './sharedMemoryViews.ts';

/** Values looked through in one message, and how deep. */
const MAX_NODES = 2000;
const MAX_DEPTH = 8;

const own = new WeakSet<object>();
const { isProxy, isMap, isSet, isSharedArrayBuffer, isNativeError, isDate, isRegExp, isAnyArrayBuffer, isBoxedPrimitive } = types;
const getOwnPropertyDescriptor = Object.getOwnPropertyDescriptor;
const { keys } = Object;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const mapForEach = Function.prototype.call.bind(Map.prototype.forEach) as unknown as (
  map: object,
  each: (value: unknown, key: unknown) => void,
) => void;
const setForEach = Function.prototype.call.bind(Set.prototype.forEach) as unknown as (set: object, each: (value: unknown) => void) => void;
const ownAdd = Function.prototype.call.bind(WeakSet.prototype.add) as unknown as (set: WeakSet<object>, value: object) => void;
const ownHas = Function.prototype.call.bind(WeakSet.prototype.has) as unknown as (set: WeakSet<object>, value: object) => boolean;
let header: Int32Array = new Int32Array(64);
/** What was said of a channel already: `channel:buffer`. */
const said = safeSet<string>();

/** Watches the construction of shared buffers, and finds those that this thread starts with. `startChannel`: that of its start data, 0 in the main thread. */
export function installPasses(arenaHeader: Int32Array, startChannel: number): void {
  header = arenaHeader;
  setOwnBuffers((buffer) => ownHas(own, buffer));
  const original = SharedArrayBuffer;
  const observed = observeConstructor(original, (args, newTarget) => {
    const buffer = withoutOwnFrames(() => construct(original, args, newTarget) as object);
    ownAdd(own, buffer);
    header[A_SHARED] = 1;
    return buffer;
  });
  const descriptor = getOwnPropertyDescriptor(globalThis, 'SharedArrayBuffer');
  if (descriptor !== undefined) Object.defineProperty(globalThis, 'SharedArrayBuffer', { ...descriptor, value: observed });
  const { BroadcastChannel: Broadcast } = workerThreads as { BroadcastChannel?: { prototype: object } };
  if (Broadcast !== undefined) {
    wrapMethod(
      Broadcast.prototype,
      'postMessage',
      (post) =>
        ({
          postMessage(this: unknown, ...args: unknown[]): unknown {
            notePasses(0, args[0]);
            return withoutOwnFrames(() => apply(post, this, args) as unknown);
          },
        }).postMessage,
    );
  }
  const pass = (original: Function, receiver: unknown, args: readonly unknown[]): unknown => {
    notePasses(0, args[1]);
    return withoutOwnFrames(() => apply(original, receiver, args) as unknown);
  };
  wrapMethod(
    workerThreads,
    'setEnvironmentData',
    (original) =>
      function (this: unknown, ...args: unknown[]): unknown {
        return pass(original, this, args);
      },
  );
  wrapMethod(
    workerThreads,
    'postMessageToThread',
    (original) =>
      ({
        postMessageToThread(this: unknown, ...args: unknown[]): unknown {
          return pass(original, this, args);
        },
      }).postMessageToThread,
  );
  if (startChannel !== 0) noteStart(startChannel, workerThreads.workerData as unknown, W.PASS_FOUND);
}

let isStarting = false;

/** Runs the construction of a worker, which posts what Node needs to start it: no message of the program. */
export function duringStart<T>(start: () => T): T {
  isStarting = true;
  try {
    return start();
  } finally {
    isStarting = false;
  }
}

/** The message `value` is about to be posted on `channel` (0: some thread of the process gets it). */
export function notePasses(channel: number, value: unknown): void {
  if (header[A_SHARED] === 0 || isStarting || typeof value !== 'object' || value === null || !isRecording()) return;
  const { found, isClear } = buffersIn(value);
  if (!isClear) {
    say(channel, 0, 0);
    return;
  }
  for (const buffer of found) {
    const number = bufferNumber(buffer);
    if (number !== 0) say(channel, number, bufferBytes(buffer));
  }
}

function say(channel: number, number: number, bytes: number): void {
  const key = `${channel}:${number}`;
  if (said.has(key)) return;
  said.add(key);
  emit(W.OP_SHARED_PASS, channel, 0, number, bytes, W.PASS_MESSAGE);
}

/** The start data of a worker, which the worker finds in `workerData`. `options` are the arguments of its construction. */
export function noteWorkerData(channel: number, options: unknown): void {
  if (header[A_SHARED] === 0 || typeof options !== 'object' || options === null) return;
  const descriptor = isProxy(options) ? undefined : getOwnPropertyDescriptor(options, 'workerData');
  noteStart(channel, descriptor === undefined ? undefined : descriptor.value, W.PASS_START);
}

function noteStart(channel: number, value: unknown, way: number): void {
  if (typeof value !== 'object' || value === null) return;
  const { found, isClear } = buffersIn(value);
  if (found.length > 0) header[A_SHARED] = 1;
  let position = 0;
  for (const buffer of found) emit(W.OP_SHARED_PASS, channel, ++position, bufferNumber(buffer), bufferBytes(buffer), way);
  // Both sides look through the same data in the same order: what came before either of them gave up has its place.
  if (!isClear) emit(W.OP_SHARED_PASS, channel, 0, 0, 0, way);
}

/**
 * The shared buffers that structured clone finds in a value, in its order; not clear when that cannot be told to the end without running code of the program,
 * or takes too long.
 */
function buffersIn(root: object): { readonly found: readonly object[]; readonly isClear: boolean } {
  const found: object[] = [];
  const seen = safeSet<object>();
  let nodes = 0;
  let isClear = true;
  const visit = (value: unknown, depth: number): void => {
    if (++nodes > MAX_NODES) isClear = false;
    if (!isClear || typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (isProxy(value) || depth > MAX_DEPTH) isClear = false;
    else if (isSharedArrayBuffer(value)) add(value);
    else if (isView(value)) {
      const buffer = sharedBufferOf(value);
      if (buffer !== undefined) add(buffer);
      // A DataView: nothing that its elements do is seen, but its buffer is passed on.
      else if (dataViewBuffer(value) !== undefined) isClear = false;
    } else if (isMap(value)) {
      mapForEach(value, (item, key) => {
        visit(key, depth + 1);
        visit(item, depth + 1);
      });
    } else if (isSet(value)) setForEach(value, (item) => visit(item, depth + 1));
    else if (!isLeaf(value)) visitProperties(value, depth);
  };
  const add = (buffer: object): void => {
    if (!found.includes(buffer)) found[found.length] = buffer;
  };
  const visitProperties = (value: object, depth: number): void => {
    if (isArray(value) && value.length > MAX_NODES) {
      isClear = false;
      return;
    }
    for (const key of keys(value)) {
      const descriptor = getOwnPropertyDescriptor(value, key);
      if (descriptor === undefined || !('value' in descriptor)) isClear = false;
      else visit(descriptor.value, depth + 1);
      if (!isClear) return;
    }
  };
  try {
    visit(root, 0);
  } catch {
    isClear = false;
  }
  return { found, isClear };
}

function isLeaf(value: object): boolean {
  return (
    isNativeError(value) ||
    isDate(value) ||
    isRegExp(value) ||
    isAnyArrayBuffer(value) ||
    isBoxedPrimitive(value) ||
    value instanceof workerThreads.MessagePort
  );
}

const dataViewGetter = Object.getOwnPropertyDescriptor(DataView.prototype, 'buffer')?.get as () => object;

/** The shared buffer of a DataView. */
function dataViewBuffer(value: object): object | undefined {
  if (!types.isDataView(value)) return undefined;
  const buffer = apply(dataViewGetter, value, []) as object;
  return isSharedArrayBuffer(buffer) ? buffer : undefined;
}
