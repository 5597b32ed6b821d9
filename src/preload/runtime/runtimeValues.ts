// HOT
/** Hashes of values for READ and WRITE (constants and layout: wire/runtime.ts). Never reads a property of a value. */
import {
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_OBJECT,
  VALUE_PROMISE,
  VALUE_EMPTY,
  VALUE_TRUE,
  VALUE_UNDEFINED,
  VALUE_UNKNOWN,
  VALUE_ZERO,
} from '../../wire/runtime.ts';
import { promiseId } from '../hooks/asyncTasks.ts';
import { charCodeAt } from './runtimeText.ts';
import { knownNumber, numberOf } from './runtimeObjects.ts';

const PRIMITIVE_MASK = 0x3fffffff;
const NUMBER_MASK = 0x1fffffff;
/** Smaller results would be mistaken for the fixed hashes. */
const FIRST_HASH = 8;
const HASHED_CHARACTERS = 64;
/** Of a longer text only the length counts. To look at one character makes an engine copy a text that was put together of parts, each time something was appended to it. */
export const MAX_LOOKED_AT = 0x4000;

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
const imul = Math.imul;
export const bigintToString = Function.prototype.call.bind(BigInt.prototype.toString) as unknown as (
  value: bigint,
  radix: number,
) => string;

/** Has 64 bits: the digits of longer ones would take long to make. */
export function isShort(value: bigint): boolean {
  return value > -0x8000000000000000n && value < 0x8000000000000000n;
}

function finish(hash: number): number {
  hash = imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = imul(hash ^ (hash >>> 12), 0x297a2d39);
  hash = (hash ^ (hash >>> 15)) & PRIMITIVE_MASK;
  return hash < FIRST_HASH ? hash + FIRST_HASH : hash;
}

function hashNumber(value: number): number {
  if (value === 0 && 1 / value > 0) return VALUE_ZERO;
  if (value === (value | 0) && (value !== 0 || 1 / value > 0)) return finish(value ^ 0x6a09e667);
  if (value !== value) return finish(0x3c6ef372);
  float[0] = value;
  return finish(imul(words[0] as number, 31) ^ (words[1] as number) ^ 0x510e527f);
}

function hashText(text: string, seed: number): number {
  const length = text.length;
  if (length === 0) return VALUE_EMPTY;
  let hash = seed ^ length;
  const end = length < HASHED_CHARACTERS ? length : length > MAX_LOOKED_AT ? 0 : HASHED_CHARACTERS;
  for (let i = 0; i < end; i++) hash = imul(hash ^ charCodeAt(text, i), 0x01000193);
  return finish(hash);
}

/** Hash of a value that is about to be stored: an object gets a number if it has none, so that two stored objects can be told apart. */
export function hashStored(value: unknown): number {
  if (typeof value === 'object' || typeof value === 'function') return value === null ? VALUE_NULL : hashObject(value, true);
  return hashPrimitive(value);
}

/** Hash of a value that was read: an object without a number stays without. */
export function hashSeen(value: unknown): number {
  if (typeof value === 'object' || typeof value === 'function') return value === null ? VALUE_NULL : hashObject(value, false);
  return hashPrimitive(value);
}

function hashObject(value: object, stored: boolean): number {
  const promise = promiseId(value);
  if (promise > 0) return VALUE_OBJECT | VALUE_PROMISE | (promise & NUMBER_MASK);
  return VALUE_OBJECT | ((stored ? numberOf(value) : knownNumber(value)) & NUMBER_MASK);
}

/** Called with each primitive that is hashed, where values were asked for. */
let keep: ((hash: number, value: unknown) => void) | undefined;
export function setKeepValue(work: (hash: number, value: unknown) => void): void {
  keep = work;
}

/** Hash of what a read gave; `owner` and `key` say where it was read, in case the probe does not know the value. */
export function hashRead(value: unknown, owner: object | undefined, key: unknown): number {
  if (lookUp !== undefined && typeof value === 'symbol' && owner !== undefined) return lookUp(owner, key);
  return hashSeen(value);
}

/** Hash of what a property or entry holds, with VALUE_HELD, where values were asked for. */
let lookUp: ((owner: object, key: unknown) => number) | undefined;
export function setLookUp(work: (owner: object, key: unknown) => number): void {
  lookUp = work;
}

/** Hash of a primitive; 0 for a symbol, which has no stable text. */
export function hashPrimitive(value: unknown): number {
  const hash = primitiveHash(value);
  if (keep !== undefined) keep(hash, value);
  return hash;
}

/** The same, of what no access carries: its text is not kept. */
export function primitiveHash(value: unknown): number {
  switch (typeof value) {
    case 'number':
      return hashNumber(value);
    case 'string':
      return hashText(value, 0x1f83d9ab);
    case 'boolean':
      return value ? VALUE_TRUE : VALUE_FALSE;
    case 'undefined':
      return VALUE_UNDEFINED;
    case 'bigint':
      return hashText(isShort(value) ? bigintToString(value, 36) : 'big', 0x5be0cd19);
    default:
      return VALUE_UNKNOWN;
  }
}
