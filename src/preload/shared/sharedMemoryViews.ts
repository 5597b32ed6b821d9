/** SharedArrayBuffers and the typed arrays on them, as this thread knows them. Runs no code of the program and can be relied on whatever it patches. */
import { types } from 'node:util';
import * as W from '../../wire/events.ts';
import { safeWeakMap } from '../builtins.ts';
import { emit, isRecording } from '../recorder.ts';

/** A view on a SharedArrayBuffer. */
export interface View {
  /** Per-thread number of the buffer, 0 for one that is not watched. */
  readonly buffer: number;
  readonly offset: number;
  readonly width: number;
  readonly isInteger: boolean;
  readonly isBig: boolean;
}

const typedArray = Object.getPrototypeOf(Int8Array.prototype) as object;
const getter = <R>(owner: object, key: PropertyKey): ((target: object) => R) =>
  Function.prototype.call.bind(Object.getOwnPropertyDescriptor(owner, key)?.get as () => R) as unknown as (target: object) => R;
const tagOf = getter<string | undefined>(typedArray, Symbol.toStringTag);
const bufferOf = getter<object>(typedArray, 'buffer');
const lengthOf = getter<number>(typedArray, 'length');
const offsetOf = getter<number>(typedArray, 'byteOffset');
const bytesOf = getter<number>(SharedArrayBuffer.prototype, 'byteLength');
const greatestOf = 'maxByteLength' in SharedArrayBuffer.prototype ? getter<number>(SharedArrayBuffer.prototype, 'maxByteLength') : bytesOf;
const dataBuffer = getter<object>(DataView.prototype, 'buffer');
const dataOffset = getter<number>(DataView.prototype, 'byteOffset');
const dataLength = getter<number>(DataView.prototype, 'byteLength');
const { isSharedArrayBuffer, isDataView, isProxy } = types;
const { isArray } = Array;
const { isExtensible } = Object;

const numbers = safeWeakMap<object, number>();
let lastBuffer = 0;
/** Tells of a buffer when it gets its number. */
let isOwnBuffer: (buffer: object) => boolean = () => false;

/** `isOwn` says whether this thread made a buffer itself. */
export function setOwnBuffers(isOwn: (buffer: object) => boolean): void {
  isOwnBuffer = isOwn;
}

/** This buffer is the recorder's. */
export function ignoreBuffer(buffer: object): void {
  numbers.set(buffer, 0);
}

/** This typed array is on a buffer of Node's own. */
export function ignoreView(array: object): void {
  const buffer = sharedBufferOf(array);
  if (buffer !== undefined) ignoreBuffer(buffer);
}

/** Number of a SharedArrayBuffer in this thread, 0 when it is not watched. */
export function bufferNumber(buffer: object): number {
  let number = numbers.get(buffer);
  if (number === undefined) {
    // That of a WebAssembly.Memory is frozen: it is not made here, and accessed by code that is not seen.
    number = isExtensible(buffer) && isRecording() ? ++lastBuffer : 0;
    numbers.set(buffer, number);
    if (number !== 0) emit(W.OP_SHARED_BUFFER, number, bufferBytes(buffer), isOwnBuffer(buffer) ? 1 : 0);
  }
  return number;
}

/** Greatest length of a SharedArrayBuffer. */
export function bufferBytes(buffer: object): number {
  return greatestOf(buffer);
}

/** The buffer of a typed array on shared memory. */
export function sharedBufferOf(value: object): object | undefined {
  if (tagOf(value) === undefined) return undefined;
  const buffer = bufferOf(value);
  return isSharedArrayBuffer(buffer) ? buffer : undefined;
}

const WIDTHS: Readonly<Record<string, number>> = {
  Int8Array: 1,
  Uint8Array: 1,
  Uint8ClampedArray: 1,
  Int16Array: 2,
  Uint16Array: 2,
  Float16Array: 2,
  Int32Array: 4,
  Uint32Array: 4,
  Float32Array: 4,
  Float64Array: 8,
  BigInt64Array: 8,
  BigUint64Array: 8,
};

/** What is known of a typed array on shared memory, undefined for anything else. Runs no code of the program. */
export function viewOf(value: unknown): View | undefined {
  if (value === array0) return view0;
  if (value === array1) {
    const view = view1;
    remember(value as object, view as View);
    return view;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const buffer = sharedBufferOf(value);
  if (buffer === undefined) return undefined;
  const tag = tagOf(value) as string;
  const view: View = {
    buffer: bufferNumber(buffer),
    offset: offsetOf(value),
    width: WIDTHS[tag] ?? 0,
    isInteger: !tag.startsWith('Float') && tag !== 'Uint8ClampedArray',
    isBig: tag.startsWith('Big'),
  };
  remember(value, view);
  return view;
}

// The two arrays seen last; a WeakMap would cost more than asking again.
let array0: object | undefined;
let array1: object | undefined;
let view0: View | undefined;
let view1: View | undefined;

function remember(array: object, view: View): void {
  array1 = array0;
  view1 = view0;
  array0 = array;
  view0 = view;
}

/** Holds no array from here on. */
export function forgetViews(): void {
  array0 = array1 = undefined;
  view0 = view1 = undefined;
}

/** Length of a typed array now (it may track that of a growing buffer); of a DataView in bytes. */
export function viewLength(array: object): number {
  return tagOf(array) === undefined ? dataLength(array) : lengthOf(array);
}

/** A DataView on shared memory, as an array of bytes. */
export function dataViewOf(value: object): View | undefined {
  if (!isDataView(value)) return undefined;
  const buffer = dataBuffer(value);
  if (!isSharedArrayBuffer(buffer)) return undefined;
  return { buffer: bufferNumber(buffer), offset: dataOffset(value), width: 1, isInteger: true, isBig: false };
}

/** How many elements `set` writes: a count, or those of an array. */
export function lengthOfSource(source: unknown): number {
  if (typeof source === 'number') return source;
  if (typeof source !== 'object' || source === null) return 0;
  if (tagOf(source) !== undefined) return lengthOf(source);
  return isArray(source) && !isProxy(source) ? source.length : 0;
}
