/** References to what the recorder needs, taken before user code runs and may patch it. Nothing here is looked up later. */
import asyncHooks from 'node:async_hooks';
import fs from 'node:fs';
import nodePath from 'node:path';
import process from 'node:process';
import url from 'node:url';
import workerThreads from 'node:worker_threads';

export const { openSync, writeSync, readSync, closeSync, readFileSync, mkdirSync, existsSync, realpathSync, readlinkSync } = fs;
export const { AsyncResource, createHook, executionAsyncId, executionAsyncResource } = asyncHooks;
export const { isMainThread, threadId } = workerThreads;
export const hrtime = process.hrtime;
/** 20 for Node 20.19.2. */
export const NODE_MAJOR = Number.parseInt(process.versions.node, 10);
export const { fileURLToPath, pathToFileURL } = url;
/** A copy: its functions, too, can be patched. */
export const path = { ...nodePath };

const defineProperty = Object.defineProperty;
const { getOwnPropertyDescriptor, getOwnPropertyDescriptors } = Object;
const { getPrototypeOf, setPrototypeOf } = Object;
const ownKeys = Reflect.ownKeys;
export const apply = Reflect.apply;
export const construct = Reflect.construct;

const captureStackTrace = Error.captureStackTrace;
const { setUint8, setUint16, setUint32, setFloat64 } = DataView.prototype;
const mapGet = Map.prototype.get;
const mapSet = Map.prototype.set;
const mapHas = Map.prototype.has;
const mapDelete = Map.prototype.delete;
const setAdd = Set.prototype.add;
const setHas = Set.prototype.has;
const setDelete = Set.prototype.delete;
const weakGet = WeakMap.prototype.get;
const weakSet = WeakMap.prototype.set;

const { set: typedSet, subarray, slice } = getPrototypeOf(Uint8Array.prototype) as Uint8Array;

/** `target.set(source, at)`: a patch of the program's could run traced code in the middle of what is being written. */
export function copyInto(target: Int32Array | Uint8Array, source: Int32Array | Uint8Array, at = 0): void {
  apply(typedSet, target, [source, at]);
}

/** `bytes.subarray(0, end)`: the same bytes. */
export function headOf(bytes: Uint8Array, end: number): Uint8Array {
  return apply(subarray, bytes, [0, end]) as Uint8Array;
}

/** `bytes.slice(0, end)`: a copy. */
export function copyOfHead(bytes: Uint8Array, end: number): Uint8Array {
  return apply(slice, bytes, [0, end]) as Uint8Array;
}

/** A view of `bytes` whose methods the program cannot patch: what it recorded in the middle of a chunk's header would damage the log. */
export function safeView(bytes: Uint8Array): DataView {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setUint8 = setUint8;
  view.setUint16 = setUint16;
  view.setUint32 = setUint32;
  view.setFloat64 = setFloat64;
  return view;
}

/** A Map whose methods the program cannot patch: they are its own properties. */
export function safeMap<K, V>(): Map<K, V> {
  const map = new Map<K, V>();
  map.get = mapGet;
  map.set = mapSet;
  map.has = mapHas;
  map.delete = mapDelete;
  return map;
}

/** The same for a Set (only add, has and delete). */
export function safeSet<T>(): Set<T> {
  const set = new Set<T>();
  set.add = setAdd;
  set.has = setHas;
  set.delete = setDelete;
  return set;
}

/** The same for a WeakMap (only get and set). */
export function safeWeakMap<K extends WeakKey, V>(): WeakMap<K, V> {
  const map = new WeakMap<K, V>();
  map.get = weakGet;
  map.set = weakSet;
  return map;
}

const weakSetAdd = WeakSet.prototype.add;
const weakSetHas = WeakSet.prototype.has;
/** Errors that V8 places in this bundle: a wrapper has thrown them again, or has called what threw them. */
const thrownHere = new WeakSet<object>();

export function noteThrownHere(error: unknown): void {
  if (typeof error === 'object' && error !== null) apply(weakSetAdd, thrownHere, [error]);
}

export function isThrownHere(error: unknown): boolean {
  return apply(weakSetHas, thrownHere, [error]) as boolean;
}

/** Takes `wrapper` and what it called out of the stack of an error that was created below it just now. */
export function hideFrames(error: unknown, wrapper: Function): void {
  noteThrownHere(error);
  if (error instanceof Error && Object.hasOwn(error, 'stack')) captureStackTrace(error, wrapper);
}

const defaultFormat = (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
/** More frames than ours can be on a stack. */
const SPARE_FRAMES = 16;

/**
 * Runs `work` and takes the lines that name this bundle out of the stack of an error that it throws, where frames of Node's own library above ours must
 * stay. Leaves stacks alone that the program formats by itself (Error.prepareStackTrace).
 */
export function withoutOwnFrames<T>(work: () => T): T {
  const holder = Error as { stackTraceLimit: unknown };
  const limit = holder.stackTraceLimit;
  const isNumber = typeof limit === 'number';
  if (isNumber) Reflect.set(holder, 'stackTraceLimit', limit + SPARE_FRAMES);
  try {
    return work();
  } catch (error) {
    noteThrownHere(error);
    if (isNumber) removeFrames(error, limit);
    throw error;
  } finally {
    if (isNumber) Reflect.set(holder, 'stackTraceLimit', limit);
  }
}

function removeFrames(error: unknown, limit: number): void {
  if (!(error instanceof Error) || (Error as { prepareStackTrace?: unknown }).prepareStackTrace !== defaultFormat) return;
  const descriptor = Object.getOwnPropertyDescriptor(error, 'stack');
  if (descriptor === undefined || descriptor.configurable !== true || typeof error.stack !== 'string') return;
  const lines = error.stack.split('\n');
  let frames = 0;
  // The formatter may have taken ours out already; then there can still be too many.
  const kept = lines.filter((line) => !line.includes(__filename)).filter((line) => !/^ {4}at /.test(line) || ++frames <= limit);
  if (kept.length !== lines.length) error.stack = kept.join('\n');
}

/** Monotonic time of this machine in nanoseconds (the same clock in every process). */
export function nowNs(): number {
  const t = hrtime();
  return t[0] * 1e9 + t[1];
}

/** Makes `wrapper` look like `original`: name, length, prototype and every own property. */
export function disguise<T extends Function>(wrapper: T, original: Function): T {
  // The built-ins of another context inherit from another Function.prototype.
  const prototype = getPrototypeOf(original) as object | null;
  if (getPrototypeOf(wrapper) !== prototype) setPrototypeOf(wrapper, prototype);
  const descriptors = getOwnPropertyDescriptors(original) as Record<PropertyKey, PropertyDescriptor>;
  for (const key of ownKeys(descriptors)) {
    try {
      defineProperty(wrapper, key, descriptors[key as string] as PropertyDescriptor);
    } catch {
      // A non-configurable property of the wrapper (prototype of a class) keeps its own value.
    }
  }
  originals.set(wrapper, originalOf(original) as Function);
  return wrapper;
}

/** The same for one that takes the place of `original` for good: with a `prototype`, it is the constructor of that. */
export function replacement<T extends Function>(wrapper: T, original: Function): T {
  const disguised = disguise(wrapper, original);
  const prototype = original.prototype as object | undefined;
  const descriptor = prototype === undefined ? undefined : getOwnPropertyDescriptor(prototype, 'constructor');
  if (prototype !== undefined && descriptor?.value === original && descriptor.configurable === true) {
    defineProperty(prototype, 'constructor', { ...descriptor, value: disguised });
  }
  return disguised;
}

/** wrapper → the built-in it stands for, so that Function.prototype.toString can answer with the original's text. */
const originals = safeWeakMap<Function, Function>();

/** The built-in that a wrapper of ours stands for, else the value itself. */
export function originalOf(value: unknown): unknown {
  return typeof value === 'function' ? (originals.get(value) ?? value) : value;
}

/** Replaces a method by `make(original)`, which has a `prototype` if the original has one, keeping attributes, name and length. Returns the original, or undefined when there is none. */
export function wrapMethod(owner: object, key: PropertyKey, make: (original: Function) => Function): Function | undefined {
  const descriptor = getOwnPropertyDescriptor(owner, key);
  if (descriptor === undefined || typeof descriptor.value !== 'function') return undefined;
  const original = descriptor.value as Function;
  if (!descriptor.configurable && !descriptor.writable) return undefined;
  const wrapper = replacement(make(original), original);
  defineProperty(owner, key, { ...descriptor, value: wrapper });
  return original;
}
