/**
 * How many bytes of binary data and text a message copies: enough to tell a large buffer that could have been transferred, and data that is sent again and again. Long arrays are
 * estimated from some of their elements. What lies deeper (a table of rows in a list of tables) counts when the message before it took long to send: the first one has to get there somehow.
 * Nothing of the program runs: no getters, no proxies.
 */
import { util } from '../nodeUtil.ts';

const { isAnyArrayBuffer, isDataView, isProxy, isSharedArrayBuffer } = util.types;
const { isView } = ArrayBuffer;
const { getOwnPropertyDescriptor, keys } = Object;
const lengthOfView = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype) as object, 'byteLength')?.get;
const lengthOfBuffer = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')?.get;
const bufferOfView = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype) as object, 'buffer')?.get;
const { isArray } = Array;
const call = Reflect.apply;

/** Arrays from this length on are estimated, from so many elements; anything but text counts as this. */
const LONG_ARRAY = 1000;
const SAMPLES = 16;

const SMALL_BYTES = 8;
/** So many properties of a message are looked at. */
const MAX_KEYS = 16;
/** The field of the event has 32 bits, and its largest value another meaning. */
const MAX_BYTES = 0x7fffffff;

/** What lies deeper is estimated from so many elements of each list, so deep, and from so many values in all. */
const DEEP_SAMPLES = 4;
const DEEPEST = 6;
/** Elements of a long list at the top are looked at as if they lay here. */
const LIST_DEPTH = 3;
const MAX_LOOKS = 200;
let looks = 0;

/** Bytes that posting `message` copies, 0 when it is small or not known. `list`: what is transferred instead. `isSlow`: the one before it took long. */
export function copiedBytes(message: unknown, list: unknown, isSlow: boolean): number {
  if (typeof message === 'string') return message.length;
  if (typeof message !== 'object' || message === null || isProxy(message)) return 0;
  const bytes = bytesAtTop(message, list);
  if (!isSlow) return bytes;
  looks = 0;
  return Math.min(Math.max(bytes, Math.round(bytesBelow(message, list, 0))), MAX_BYTES);
}

function bytesAtTop(message: object, list: unknown): number {
  const own = bytesOf(message, list);
  if (own >= 0) return own;
  if (isArray(message)) return Math.min(bytesOfArray(message), MAX_BYTES);
  const names = keys(message);
  if (names.length > MAX_KEYS) return 0;
  let sum = 0;
  for (let i = 0; i < names.length; i++) {
    const value = at(message, names[i] as string);
    if (typeof value === 'string') sum += value.length;
    else if (typeof value === 'object' && value !== null && !isProxy(value)) {
      sum += isArray(value) ? bytesOfArray(value) : Math.max(0, bytesOf(value, list));
    }
  }
  return Math.min(sum, MAX_BYTES);
}

/** Bytes of a buffer or a typed array that is copied, 0 of one that is shared or transferred; -1 for other objects. */
function bytesOf(value: object, list: unknown): number {
  if (isView(value)) {
    if (lengthOfView === undefined || bufferOfView === undefined || isDataView(value)) return 0;
    const buffer = call(bufferOfView, value, []) as object;
    return isSharedArrayBuffer(buffer) || isListed(buffer, list) ? 0 : (call(lengthOfView, value, []) as number);
  }
  if (!isAnyArrayBuffer(value)) return -1;
  return isSharedArrayBuffer(value) || lengthOfBuffer === undefined || isListed(value, list)
    ? 0
    : (call(lengthOfBuffer, value, []) as number);
}

/** Of a long array, from elements all along it. */
function bytesOfArray(array: readonly unknown[]): number {
  if (array.length < LONG_ARRAY) return 0;
  let sum = 0;
  looks = 0;
  for (let i = 0; i < SAMPLES; i++) sum += bytesBelow(at(array, Math.floor((i * array.length) / SAMPLES)), undefined, LIST_DEPTH);
  return Math.round((sum / SAMPLES) * array.length);
}

/** Of an object with all that it refers to, estimated. */
function bytesBelow(value: unknown, list: unknown, depth: number): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return SMALL_BYTES;
  if (depth >= DEEPEST || ++looks > MAX_LOOKS || isProxy(value)) return 0;
  const own = bytesOf(value, list);
  if (own >= 0) return own;
  const names = isArray(value) ? undefined : keys(value);
  const count = (names ?? (value as readonly unknown[])).length;
  const taken = Math.min(count, names === undefined && depth > 0 ? DEEP_SAMPLES : MAX_KEYS);
  let sum = 0;
  for (let i = 0; i < taken; i++) {
    const index = Math.floor((i * count) / taken);
    const name = names?.[index];
    sum += (name?.length ?? 0) + bytesBelow(at(value, name ?? index), list, depth + 1);
  }
  return SMALL_BYTES + (taken === 0 ? 0 : (sum / taken) * count);
}

/** A property that is plain data. */
function at(object: object, key: string | number): unknown {
  return getOwnPropertyDescriptor(object, key)?.value as unknown;
}

function isListed(buffer: object, list: unknown): boolean {
  if (typeof list !== 'object' || list === null || isProxy(list)) return false;
  const items = Array.isArray(list) ? list : (getOwnPropertyDescriptor(list, 'transfer')?.value as unknown);
  if (!Array.isArray(items)) return false;
  for (let i = 0; i < items.length; i++) if (items[i] === buffer) return true;
  return false;
}
