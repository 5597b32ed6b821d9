/**
 * What stands in an answer that a call has waited for and keeps, as one hash: two that have loaded the same have one answer, though each has objects of its own. Only plain data counts (literals, arrays,
 * maps, sets, dates, bytes), of which no getter, no trap and no method of the program is run.
 */
import { types } from 'node:util';
import { OP_CONTENT } from '../../wire/events.ts';
import { VALUE_UNKNOWN } from '../../wire/runtime.ts';
import { emit } from '../recorder.ts';
import { numberOf } from './runtimeObjects.ts';
import { primitiveHash } from './runtimeValues.ts';

/** Values in an answer: of more the hash would cost more than it is worth. */
const MAX_PARTS = 256;
/** Answers of one place that are looked at: those of a cache are few, and where there are many the first say it. One that tells nothing, since it is large, counts for many. */
const MAX_ANSWERS = 64;
const COUNT_OF_UNKNOWN = 16;
const HASH_MASK = 0x3fffffff;
/** Names of properties in an answer that are told: whoever writes one of them may change it. */
const MAX_NAMES = 16;
const MAX_NAME = 64;
/** Bytes that are looked at, spread over all there are: files that differ mostly differ in length, or from somewhere on. */
const MAX_BYTES = 4096;

const { isArray } = Array;
const { getPrototypeOf, getOwnPropertyDescriptor } = Object;
const { ownKeys } = Reflect;
const { isProxy, isMap, isSet, isDate, isUint8Array } = types;
const imul = Math.imul;
const bound = <T>(method: unknown): T => Function.prototype.call.bind(method as Function) as T;
const eachOfMap = bound<(map: unknown, work: (value: unknown, key: unknown) => void) => void>(Map.prototype.forEach);
const eachOfSet = bound<(set: unknown, work: (value: unknown) => void) => void>(Set.prototype.forEach);
const sizeOfMap = bound<(map: unknown) => number>(getOwnPropertyDescriptor(Map.prototype, 'size')?.get);
const sizeOfSet = bound<(set: unknown) => number>(getOwnPropertyDescriptor(Set.prototype, 'size')?.get);
const timeOf = bound<(date: unknown) => number>(Date.prototype.getTime);
const lengthOf = bound<(bytes: unknown) => number>(getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), 'length')?.get);
const prototypes = {
  object: Object.prototype,
  array: Array.prototype,
  map: Map.prototype,
  set: Set.prototype,
  date: Date.prototype,
  bytes: Uint8Array.prototype,
  buffer: Buffer.prototype,
};

/** A time of these days, in ms or as text, is when something was loaded, or until when it is good: each load has its own, and it is no other answer for that. */
const NOW_MS = Date.now();
const NEAR_MS = 30 * 24 * 3_600_000;
const ISO_LENGTH = 24;
const ofTime = 0x2f0b4a57;
const parseTime = Date.parse;
const codeAt = bound<(text: unknown, at: number) => number>(String.prototype.charCodeAt);

const answers = new Map<number, number>();
const known = bound<(map: Map<number, number>, site: number) => number | undefined>(Map.prototype.get);
const keep = bound<(map: Map<number, number>, site: number, count: number) => void>(Map.prototype.set);

/** See Runtime.Q. */
export function noteContent<T>(site: number, value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  const count = known(answers, site) ?? 0;
  if (count >= MAX_ANSWERS) return value;
  parts = 0;
  names = '';
  named = 0;
  // In one that is empty nothing stands yet that could be the same.
  const found = hashOf(value);
  const hash = parts > 1 ? found : VALUE_UNKNOWN;
  keep(answers, site, count + (hash === VALUE_UNKNOWN ? COUNT_OF_UNKNOWN : 1));
  if (hash !== VALUE_UNKNOWN) emit(OP_CONTENT, numberOf(value), hash, names);
  return value;
}

/** Of the answer at hand. */
let parts = 0;
let names = '';
let named = 0;

function noteName(key: string): void {
  if (named >= MAX_NAMES || key.length > MAX_NAME) return;
  named++;
  names += named === 1 ? key : ` ${key}`;
}

function mix(hash: number, part: number): number {
  return imul(hash ^ part, 0x01000193) ^ (hash >>> 13);
}

/** 0: it is no plain data, or too much. */
function hashOf(value: unknown): number {
  if (++parts > MAX_PARTS || typeof value === 'function' || typeof value === 'symbol') return VALUE_UNKNOWN;
  if (isTime(value)) return ofTime;
  if (typeof value !== 'object' || value === null) return primitiveHash(value);
  if (isProxy(value)) return VALUE_UNKNOWN;
  const prototype: unknown = getPrototypeOf(value);
  if (isArray(value)) return prototype === prototypes.array ? hashOfProperties(value, 0x1f83d9ab) : VALUE_UNKNOWN;
  if (prototype === prototypes.object || prototype === null) return hashOfProperties(value, 0x5be0cd19);
  if (isUint8Array(value)) return prototype === prototypes.buffer || prototype === prototypes.bytes ? hashOfBytes(value) : VALUE_UNKNOWN;
  if (prototype === prototypes.date && isDate(value)) return hashOf(timeOf(value));
  if (prototype === prototypes.map && isMap(value)) {
    return sizeOfMap(value) > MAX_PARTS ? VALUE_UNKNOWN : hashOfEntries(0x3c6ef372, (work) => eachOfMap(value, work));
  }
  if (prototype !== prototypes.set || !isSet(value) || sizeOfSet(value) > MAX_PARTS) return VALUE_UNKNOWN;
  return hashOfEntries(0x510e527f, (work) => eachOfSet(value, work));
}

function isTime(value: unknown): boolean {
  // T and Z: what `toISOString` gives.
  const isIso = typeof value === 'string' && value.length === ISO_LENGTH && codeAt(value, 10) === 84 && codeAt(value, 23) === 90;
  const ms = isIso ? parseTime(value) : value;
  return typeof ms === 'number' && ms > NOW_MS - NEAR_MS && ms < NOW_MS + NEAR_MS;
}

/** An element of such an array is read without any code of the program's own. */
function hashOfBytes(bytes: Uint8Array): number {
  const length = lengthOf(bytes);
  const step = Math.ceil(length / MAX_BYTES);
  let hash = mix(0x6a09e667, length);
  for (let i = 0; i < length; i += step) hash = imul(hash ^ (bytes[i] as number), 0x01000193);
  parts += Math.min(length, 1);
  return finish(hash);
}

function hashOfProperties(value: object, seed: number): number {
  const isList = isArray(value);
  if (isList && value.length > MAX_PARTS) return VALUE_UNKNOWN;
  const keys = ownKeys(value);
  if (keys.length > MAX_PARTS) return VALUE_UNKNOWN;
  let hash = seed;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    const held = typeof key === 'string' ? getOwnPropertyDescriptor(value, key) : undefined;
    if (!isList) noteName(key);
    const part = held !== undefined && 'value' in held ? hashOf(held.value) : VALUE_UNKNOWN;
    if (part === VALUE_UNKNOWN) return VALUE_UNKNOWN;
    hash = mix(mix(hash, primitiveHash(key)), part);
  }
  return finish(hash);
}

function hashOfEntries(seed: number, each: (work: (value: unknown, key?: unknown) => void) => void): number {
  let hash = seed;
  let isKnown = true;
  each((value, key) => {
    const [x, y] = isKnown ? [hashOf(key), hashOf(value)] : [VALUE_UNKNOWN, VALUE_UNKNOWN];
    isKnown &&= x !== VALUE_UNKNOWN && y !== VALUE_UNKNOWN;
    hash = mix(mix(hash, x), y);
  });
  return isKnown ? finish(hash) : VALUE_UNKNOWN;
}

function finish(hash: number): number {
  return hash & HASH_MASK || 1;
}
