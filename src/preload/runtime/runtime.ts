// HOT
/**
 * The runtime that transformed code calls (ABI: wire/runtime.ts). Every function here runs inside the program's own statements: it takes its fast way out first,
 * allocates nothing in the common case, never throws, and looks at no property of the program's objects.
 */
import { types } from 'node:util';
import { ACCESS_DELETE, ACCESS_PLAIN, ACCESS_RMW, OP_FLOATING, OP_HANDED } from '../../wire/events.ts';
import type { Cell, Runtime } from '../../wire/runtime.ts';
import { promiseId } from '../hooks/asyncTasks.ts';
import { currentSegment, segmentEpoch, switchActivation } from '../recordAsync.ts';
import { recordCallback, recordEnter, recordExit, recordLeave, recordLoop, recordResume, recordSuspend } from '../recordCode.ts';
import { emit, siteRegister } from '../recorder.ts';
import { BUSY_FIELDS, busy, setDefine } from './runtimeAccess.ts';
import { noteContent } from './runtimeContent.ts';
import { importedCell, variableCell } from './runtimeExports.ts';
import { heldIn, namesIn, soughtAt } from './runtimeHeld.ts';
import { type Rounds, roundsOf } from './runtimeRounds.ts';
import { soughtIn } from './runtimeObjects.ts';
import { trackExecutor } from './runtimeOrphans.ts';
import {
  READ_PROPERTY,
  READ_VARIABLE,
  UNKNOWN,
  WRITE_PROPERTY,
  WRITE_VARIABLE,
  callMethod,
  defineLocation,
  heldBefore,
  readHeld,
  slowly,
} from './runtimeSlow.ts';
import { readyToBeRead } from '../doors/messages.ts';
import { indexElement, readElement, writeElement } from '../shared/sharedMemory.ts';

/** Under this registered symbol transformed code finds the runtime. */
export const RUNTIME_SYMBOL = 'interleave.preload';

const { isArray } = Array;
const { getOwnPropertyDescriptor } = Object;

let register: Int32Array = siteRegister;
let lastActivation = 0;

// --- variables ------------------------------------------------------------------------------------------------------------------

function read<T>(site: number, cell: Cell | undefined, value: T, sought?: unknown): T {
  if (cell !== undefined && busy[site * BUSY_FIELDS] !== segmentEpoch) {
    slowly(READ_VARIABLE, site, cell, undefined, sought === undefined ? value : soughtIn(value, sought), 0);
  }
  return value;
}

function readBefore(site: number, cell: Cell | undefined): void {
  if (cell !== undefined && busy[site * BUSY_FIELDS] !== segmentEpoch) slowly(READ_VARIABLE, site, cell, undefined, UNKNOWN, 0);
}

function assign<T>(site: number, cell: Cell | undefined, value: T): T {
  if (cell !== undefined && busy[site * BUSY_FIELDS] !== segmentEpoch) slowly(WRITE_VARIABLE, site, cell, undefined, value, ACCESS_PLAIN);
  return value;
}

function modify<T>(site: number, cell: Cell | undefined, value: T): T {
  if (cell !== undefined && busy[site * BUSY_FIELDS] !== segmentEpoch) slowly(WRITE_VARIABLE, site, cell, undefined, value, ACCESS_RMW);
  return value;
}

// --- properties -----------------------------------------------------------------------------------------------------------------

function readProperty<T>(site: number, object: T, key: unknown, sought?: unknown): T {
  if (busy[site * BUSY_FIELDS] !== segmentEpoch) {
    slowly(READ_PROPERTY, site, object, key, sought === undefined ? UNKNOWN : soughtIn(UNKNOWN, sought), 0);
  }
  return object;
}

function readDeep<T>(site: number, object: T, key: unknown, first: PropertyKey, second?: PropertyKey, third?: PropertyKey): T {
  if (busy[site * BUSY_FIELDS] === segmentEpoch) return object;
  let at: unknown = heldIn(object, first);
  if (second !== undefined) at = heldIn(at, second);
  if (third !== undefined) at = heldIn(at, third);
  slowly(READ_PROPERTY, site, at, key, UNKNOWN, 0);
  return object;
}

/** Of so many properties, or elements of one list, it is told. */
const MAX_PARTS = 64;

function readAll<T>(site: number, object: T, part?: string): T {
  if (busy[site * BUSY_FIELDS] === segmentEpoch) return object;
  const names = part === undefined ? namesIn(object) : undefined;
  const count = names === undefined ? (heldIn(object, 'length') as number) : names.length;
  for (let i = 0; i < count && i < MAX_PARTS; i++) {
    slowly(READ_PROPERTY, site, names === undefined ? heldIn(object, i) : object, names === undefined ? part : names[i], UNKNOWN, 0);
  }
  return object;
}

function readRound(site: number, rounds: Rounds | undefined, isFirst: boolean, key: string): void {
  if (rounds === undefined) return;
  if (isFirst) rounds.next();
  if (busy[site * BUSY_FIELDS] !== segmentEpoch) slowly(READ_PROPERTY, site, rounds.element(), key, UNKNOWN, 0);
}

function assignProperty<T>(site: number, object: unknown, key: unknown, value: T, isPart?: true): T {
  if (busy[site * BUSY_FIELDS] !== segmentEpoch) slowly(WRITE_PROPERTY, site, object, key, isPart ? UNKNOWN : value, ACCESS_PLAIN);
  return value;
}

function assignedProperty<T>(
  site: number,
  object: unknown,
  key: PropertyKey | object | null | undefined,
  value: T,
  source: unknown = key ?? object ?? value,
): T {
  if (key === null) return value;
  object ??= value;
  if (key === undefined || typeof key === 'object') {
    const names = namesIn(source);
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      slowly(WRITE_PROPERTY, site, object, name, heldIn(object, name), ACCESS_PLAIN);
    }
  } else if (busy[site * BUSY_FIELDS] !== segmentEpoch) slowly(WRITE_PROPERTY, site, object, key, heldIn(object, key), ACCESS_PLAIN);
  return value;
}

function modifyProperty<T>(site: number, object: unknown, key: unknown, value?: T): T | undefined {
  if (busy[site * BUSY_FIELDS] !== segmentEpoch) {
    slowly(WRITE_PROPERTY, site, object, key, arguments.length < 4 ? UNKNOWN : value, ACCESS_RMW);
  }
  return value;
}

function deleteProperty<T>(site: number, object: unknown, key: unknown, value: T): T {
  if (busy[site * BUSY_FIELDS] !== segmentEpoch) slowly(WRITE_PROPERTY, site, object, key, undefined, ACCESS_DELETE);
  return value;
}

// --- collections ----------------------------------------------------------------------------------------------------------------

function collection<T>(site: number, receiver: T, method: string, key: unknown, value?: unknown): T {
  if (busy[site * BUSY_FIELDS] !== segmentEpoch) callMethod(site, receiver, method, key, arguments.length < 5 ? UNKNOWN : value);
  return receiver;
}

function afterLast<T>(site: number, receiver: unknown, method: string, key: unknown, value: T): T {
  if (busy[site * BUSY_FIELDS] !== segmentEpoch) callMethod(site, receiver, method, key, value);
  return value;
}

/** Calls whose key or value is still being evaluated, innermost last; void when another segment runs. */
const waiting: { site: number; receiver: unknown; method: string; key: unknown }[] = [];
let waitingCount = 0;
let waitingSegment = -1;

function beforeKey<T>(site: number, receiver: T, method: string): T {
  const segment = currentSegment();
  if (waitingSegment !== segment) {
    waitingSegment = segment;
    waitingCount = 0;
  }
  if (waitingCount < 64) {
    const entry = (waiting[waitingCount++] ??= { site: 0, receiver: undefined, method: '', key: undefined });
    entry.site = site;
    entry.receiver = receiver;
    entry.method = method;
  }
  return receiver;
}

function withKey<T>(key: T): T {
  if (waitingCount > 0 && waitingSegment === currentSegment()) {
    const entry = waiting[--waitingCount] as { site: number; receiver: unknown; method: string };
    const receiver = entry.receiver;
    entry.receiver = undefined;
    if (busy[entry.site * BUSY_FIELDS] !== segmentEpoch) callMethod(entry.site, receiver, entry.method, key, UNKNOWN);
  }
  return key;
}

function beforeValue<T>(site: number, receiver: T, method: string): T {
  return busy[site * BUSY_FIELDS] === segmentEpoch ? receiver : beforeKey(site, receiver, method);
}

/** Place of the innermost call at a site that waits; -1. Those above it came to no end: what evaluates their key threw. */
function waitingAt(site: number): number {
  if (waitingCount === 0 || waitingSegment !== currentSegment()) return -1;
  let at = waitingCount - 1;
  while (at >= 0 && waiting[at]?.site !== site) at--;
  return at;
}

function withValue<T>(site: number, key: unknown, value: T): T {
  const at = waitingAt(site);
  if (at >= 0) callWaiting(at, key, value);
  return value;
}

function callWaiting(at: number, key: unknown, value: unknown): void {
  waitingCount = at;
  const entry = waiting[at] as { site: number; receiver: unknown; method: string; key: unknown };
  const receiver = entry.receiver;
  entry.receiver = entry.key = undefined;
  callMethod(entry.site, receiver, entry.method, key, value);
}

function keepKey<T>(site: number, key: T): T {
  const at = waitingAt(site);
  if (at >= 0) {
    waitingCount = at + 1;
    (waiting[at] as { key: unknown }).key = key;
  }
  return key;
}

function withKeptKey<T>(site: number, value: T): T {
  const at = waitingAt(site);
  if (at >= 0) callWaiting(at, waiting[at]?.key, value);
  return value;
}

// --- activations ----------------------------------------------------------------------------------------------------------------

function enter(fn: number): number {
  recordEnter(fn);
  switchActivation();
  return ++lastActivation;
}

function enterCallback(fn: number, outer: number): number {
  recordCallback(fn, outer);
  switchActivation();
  return ++lastActivation;
}

function exit(activation: number): void {
  recordExit(activation);
  switchActivation();
}

function suspend<T>(activation: number, site: number, value: T): T {
  // An await of a list waits for none of the promises in it.
  if (typeof value === 'object' && value !== null && isPlainArray(value)) floatingList(site, value);
  recordSuspend(activation, site);
  switchActivation();
  return value;
}

function resume(activation: number, site: number): void {
  recordResume(activation, site);
  switchActivation();
}

function resumeYield<T>(activation: number, site: number, value: T): T {
  recordResume(activation, site);
  switchActivation();
  return value;
}

function leaveAtYield<T>(activation: number, site: number, value?: T): T | undefined {
  recordLeave(activation, site, 0);
  switchActivation();
  return value;
}

function returned<T>(activation: number, site: number, value: T): T {
  if (typeof value === 'object' && value !== null) {
    const promise = promiseId(value);
    if (promise > 0) {
      recordLeave(activation, site, promise);
      switchActivation();
    }
  }
  return value;
}

function loop(activation: number, site: number): void {
  recordLoop(activation, site);
}

function callSite<T>(site: number, value: T): T {
  register[0] = site;
  return value;
}

function floating<T>(site: number, value: T, isMapped?: boolean): T {
  if (typeof value === 'object' && value !== null) {
    if (isMapped === true) floatingList(site, value);
    const promise = promiseId(value);
    if (promise > 0) emit(OP_FLOATING, promise, site);
  }
  return value;
}

/** As many promises of one list are told as floating. */
const MAPPED = 64;

/** Without a question to the engine for what is none: this runs at every await. */
function isPlainArray(value: object): value is unknown[] {
  try {
    return isArray(value) && !types.isProxy(value);
  } catch {
    // A revoked proxy.
    return false;
  }
}

/** The promises in a list that is thrown away. */
function floatingList(site: number, list: object): void {
  if (!isPlainArray(list)) return;
  for (let i = 0; i < list.length && i < MAPPED; i++) {
    const descriptor = getOwnPropertyDescriptor(list, i);
    if (descriptor !== undefined && 'value' in descriptor) floating(site, descriptor.value as unknown);
  }
}

/** So many additions of one place are told: nobody runs a listener before the first. */
const MAX_HANDED = 64;
const handed: number[] = [];

function handOver<T>(site: number, value: T): T {
  const times = handed[site] ?? 0;
  if (times < MAX_HANDED) {
    handed[site] = times + 1;
    emit(OP_HANDED, site);
  }
  return value;
}

/** Builds the runtime of this thread and publishes it. The recorder must be running. */
export function installRuntime(): Runtime {
  register = siteRegister;
  setDefine(defineLocation, heldBefore);
  const runtime: Runtime = {
    s: register,
    e: enter,
    c: enterCallback,
    x: exit,
    w: suspend,
    u: resume,
    v: resumeYield,
    Y: leaveAtYield,
    R: returned,
    F: loop,
    k: callSite,
    A: handOver,
    n: variableCell,
    t: importedCell as Runtime['t'],
    r: read,
    q: readBefore,
    a: assign,
    m: modify,
    p: readProperty,
    P: readDeep as Runtime['P'],
    C: readAll,
    M: roundsOf,
    N: readRound as Runtime['N'],
    o: assignProperty,
    B: assignedProperty,
    z: modifyProperty as Runtime['z'],
    d: deleteProperty,
    D: soughtAt,
    g: collection,
    y: afterLast,
    G: readHeld,
    h: beforeKey,
    i: withKey,
    H: beforeValue,
    I: withValue,
    K: keepKey,
    J: withKeptKey,
    f: floating,
    j: trackExecutor,
    l: readElement,
    b: writeElement,
    L: indexElement,
    E: readyToBeRead,
    Q: noteContent,
  };
  Object.freeze(runtime);
  Object.defineProperty(globalThis, Symbol.for(RUNTIME_SYMBOL), {
    value: runtime,
    enumerable: false,
    writable: false,
    configurable: false,
  });
  return runtime;
}
