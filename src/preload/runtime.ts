// HOT
/**
 * The runtime that transformed code calls (ABI: wire/runtime.ts). Every function here runs inside the program's own statements: it takes its fast way out first,
 * allocates nothing in the common case, never throws, and looks at no property of the program's objects.
 */
import {
  ACCESS_DELETE,
  ACCESS_PLAIN,
  ACCESS_RMW,
  LOCATION_ENTRY,
  LOCATION_PROPERTY,
  LOCATION_WHOLE,
  OP_FLOATING,
  OP_LOCATION_PROP,
  OP_LOCATION_VAR,
} from '../wire/events.ts';
import type { Cell, Runtime } from '../wire/runtime.ts';
import { promiseId } from './hooks/asyncTasks.ts';
import { currentSegment, epoch, switchActivation } from './recordAsync.ts';
import { recordCallback, recordEnter, recordExit, recordResume, recordSuspend } from './recordCode.ts';
import { emit, siteRegister } from './recorder.ts';
import { BUSY_FIELDS, busy, countRun, isWorthWatching, readLocation, setDefine, writeLocation } from './runtimeAccess.ts';
import {
  METHOD_CLEAR,
  METHOD_CLOSE,
  METHOD_DELETE,
  METHOD_FINISH,
  METHOD_NONE,
  METHOD_OPEN,
  METHOD_READ,
  METHOD_READ_ALL,
  METHOD_UPDATE_ALL,
  METHOD_USE,
  isWeakMethod,
  methodMeaning,
} from './runtimeMethods.ts';
import {
  KIND_ARRAY,
  KIND_MAP,
  KIND_OTHER,
  KIND_SET,
  KIND_UNKNOWN,
  KIND_WEAK_SET,
  type Shadow,
  brandOf,
  classNameOf,
  createShadow,
  entryLocation,
  findShadow,
  propertyLocation,
  resourceNameOf,
  shadowNumber,
  weakBrandOf,
  wholeLocation,
} from './runtimeObjects.ts';
import { Location } from './runtimeLocation.ts';
import { trackExecutor } from './runtimeOrphans.ts';
import { readElement, writeElement } from './sharedMemory.ts';

/** Under this registered symbol transformed code finds the runtime. */
export const RUNTIME_SYMBOL = 'interleave.preload';

/** Stands for a value that the probe does not know: hashes to VALUE_UNKNOWN. */
const UNKNOWN = Symbol('unknown');
/** Key of the location that says whether a resource is open. */
const IS_OPEN = '(open)';
let register: Int32Array = siteRegister;
let lastActivation = 0;
let lastLocation = 0;

// --- locations ------------------------------------------------------------------------------------------------------------------

const symbolText = Function.prototype.call.bind(Symbol.prototype.toString) as unknown as (symbol: symbol) => string;

function keyText(key: unknown): string {
  let text: string;
  if (typeof key === 'string') text = key;
  else if (typeof key === 'symbol') text = symbolText(key);
  else if ((typeof key === 'object' && key !== null) || typeof key === 'function') {
    const shadow = findShadow(key);
    text = shadow === undefined ? '' : `#${shadowNumber(shadow)}`;
  } else text = `${key as number}`;
  if (text.length > 200) text = `${text.slice(0, 199)}…`;
  return text;
}

/** Set around readLocation/writeLocation, because a definition is rare and its facts are not worth a parameter each. */
let definedKind = LOCATION_PROPERTY;

function defineLocation(location: Location, owner: object | undefined, key: unknown): number {
  const id = ++lastLocation;
  if (owner === undefined) {
    emit(OP_LOCATION_VAR, id, location.variable);
    return id;
  }
  const shadow = findShadow(owner);
  const number = shadow === undefined ? 0 : shadowNumber(shadow);
  const name = key === IS_OPEN ? resourceNameOf(owner) : classNameOf(owner);
  emit(OP_LOCATION_PROP, id, number, definedKind === LOCATION_WHOLE ? '' : keyText(key), definedKind, name);
  return id;
}

// --- variables ------------------------------------------------------------------------------------------------------------------

function read<T>(site: number, cell: Cell | undefined, value: T): T {
  if (cell === undefined || busy[site * BUSY_FIELDS] === epoch) return value;
  countRun(site);
  readLocation(cell as Location, site, value, undefined, undefined);
  return value;
}

function readBefore(site: number, cell: Cell | undefined): void {
  if (cell === undefined || busy[site * BUSY_FIELDS] === epoch) return;
  countRun(site);
  readLocation(cell as Location, site, UNKNOWN, undefined, undefined);
}

function assign<T>(site: number, cell: Cell | undefined, value: T): T {
  if (cell === undefined || busy[site * BUSY_FIELDS] === epoch) return value;
  countRun(site);
  writeLocation(cell as Location, site, value, ACCESS_PLAIN, undefined, undefined);
  return value;
}

function modify<T>(site: number, cell: Cell | undefined, value: T): T {
  if (cell === undefined || busy[site * BUSY_FIELDS] === epoch) return value;
  countRun(site);
  writeLocation(cell as Location, site, value, ACCESS_RMW, undefined, undefined);
  return value;
}

// --- properties -----------------------------------------------------------------------------------------------------------------

function isObject(value: unknown): value is object {
  return typeof value === 'object' ? value !== null : typeof value === 'function';
}

/** The shadow of an object whose access is to be recorded, undefined when it is not watched. */
function shadowAt(site: number, object: object): Shadow | undefined {
  const shadow = findShadow(object);
  if (shadow !== undefined) return shadow;
  return isWorthWatching(site) ? createShadow(object) : undefined;
}

function isKey(key: unknown): boolean {
  return typeof key === 'string' || typeof key === 'number' || typeof key === 'symbol';
}

function readProperty<T>(site: number, object: T, key: unknown): T {
  if (busy[site * BUSY_FIELDS] !== epoch) recordPropertyRead(site, object, key);
  return object;
}

function recordPropertyRead(site: number, object: unknown, key: unknown): void {
  if (!isObject(object) || !isKey(key)) return;
  countRun(site);
  const shadow = shadowAt(site, object);
  if (shadow === undefined) return;
  if (isCount(shadow, object, key)) {
    readWhole(site, shadow, object);
    return;
  }
  definedKind = LOCATION_PROPERTY;
  readLocation(propertyLocation(shadow, key), site, UNKNOWN, object, key);
}

/** Is the property the number of elements of a collection, which its methods change? */
function isCount(shadow: Shadow, object: object, key: unknown): boolean {
  if (key !== 'size' && key !== 'length') return false;
  if (shadow.kind === KIND_UNKNOWN) shadow.kind = brandOf(object);
  return key === 'length' ? shadow.kind === KIND_ARRAY : shadow.kind === KIND_MAP || shadow.kind === KIND_SET;
}

function writeProperty(site: number, object: unknown, key: unknown, value: unknown, how: number): void {
  if (!isObject(object) || !isKey(key)) return;
  countRun(site);
  const shadow = shadowAt(site, object);
  if (shadow === undefined) return;
  if (isCount(shadow, object, key)) {
    definedKind = LOCATION_WHOLE;
    writeLocation(wholeLocation(shadow), site, UNKNOWN, how, object, undefined);
    return;
  }
  definedKind = LOCATION_PROPERTY;
  writeLocation(propertyLocation(shadow, key), site, value, how, object, key);
}

function assignProperty<T>(site: number, object: unknown, key: unknown, value: T): T {
  if (busy[site * BUSY_FIELDS] !== epoch) writeProperty(site, object, key, value, ACCESS_PLAIN);
  return value;
}

function modifyProperty<T>(site: number, object: unknown, key: unknown, value: T): T {
  if (busy[site * BUSY_FIELDS] !== epoch) writeProperty(site, object, key, value, ACCESS_RMW);
  return value;
}

function deleteProperty<T>(site: number, object: unknown, key: unknown, value: T): T {
  if (busy[site * BUSY_FIELDS] !== epoch) writeProperty(site, object, key, undefined, ACCESS_DELETE);
  return value;
}

// --- collections ----------------------------------------------------------------------------------------------------------------

function readWhole(site: number, shadow: Shadow, object: object): void {
  definedKind = LOCATION_WHOLE;
  readLocation(wholeLocation(shadow), site, UNKNOWN, object, undefined);
}

const BELIEVED_AFTER = 16;
const ASKED_EVERY = 32;
/** Per site: how often in a row its receiver was no collection. */
let strangers = new Uint8Array(1024);

function brandAt(site: number, receiver: object, weak: boolean): number {
  if (site >= strangers.length) {
    const more = new Uint8Array(Math.max(site + 1, strangers.length * 2));
    more.set(strangers);
    strangers = more;
  }
  const misses = strangers[site] as number;
  // A site whose receivers never were collections is believed, and asked now and then.
  if (misses >= BELIEVED_AFTER && misses < BELIEVED_AFTER + ASKED_EVERY) {
    strangers[site] = misses + 1;
    return KIND_OTHER;
  }
  let kind = brandOf(receiver);
  // A failed check of a weak collection costs microseconds.
  if (kind === KIND_UNKNOWN) kind = weak && misses < BELIEVED_AFTER ? weakBrandOf(receiver) : KIND_OTHER;
  strangers[site] = kind !== KIND_OTHER ? 0 : misses < BELIEVED_AFTER ? misses + 1 : BELIEVED_AFTER;
  return kind;
}

function callMethod(site: number, receiver: unknown, method: string, key: unknown, value: unknown): void {
  if (!isObject(receiver)) return;
  countRun(site);
  const meaning = methodMeaning(method);
  if (meaning === 0) return;
  if (meaning >= METHOD_CLOSE) {
    useResource(site, receiver, meaning);
    return;
  }
  let shadow = findShadow(receiver);
  let kind = shadow === undefined || shadow.kind === KIND_UNKNOWN ? brandAt(site, receiver, isWeakMethod(meaning)) : shadow.kind;
  if (kind === KIND_OTHER) {
    if (shadow !== undefined) shadow.kind = KIND_OTHER;
    return;
  }
  if (shadow === undefined) {
    if (!isWorthWatching(site)) return;
    shadow = createShadow(receiver);
  }
  shadow.kind = kind;
  const action = kind === KIND_ARRAY ? meaning >> 4 : meaning & 15;
  if (action === METHOD_NONE) return;
  if (action === METHOD_READ_ALL) readWhole(site, shadow, receiver);
  else if (action === METHOD_UPDATE_ALL || action === METHOD_CLEAR) {
    definedKind = LOCATION_WHOLE;
    writeLocation(wholeLocation(shadow), site, UNKNOWN, action === METHOD_CLEAR ? ACCESS_DELETE : ACCESS_RMW, receiver, undefined);
  } else {
    const location = entryLocation(shadow, key);
    definedKind = LOCATION_ENTRY;
    if (action === METHOD_READ) readLocation(location, site, UNKNOWN, receiver, key);
    else if (action === METHOD_DELETE) writeLocation(location, site, undefined, ACCESS_DELETE, receiver, key);
    // An element is in a Set or not: adding it again stores nothing new.
    else writeLocation(location, site, kind === KIND_SET || kind === KIND_WEAK_SET ? true : value, ACCESS_PLAIN, receiver, key);
    if (action !== METHOD_READ && shadow.whole !== undefined) {
      // Somebody looks at the number of entries, too.
      definedKind = LOCATION_WHOLE;
      writeLocation(shadow.whole, site, UNKNOWN, ACCESS_RMW, receiver, undefined);
    }
  }
}

/** Whether something is open is a location of its own: closing it writes false, opening it true, and its use reads. */
function useResource(site: number, receiver: object, meaning: number): void {
  const shadow = shadowAt(site, receiver);
  if (shadow === undefined) return;
  const location = propertyLocation(shadow, IS_OPEN);
  definedKind = LOCATION_PROPERTY;
  if (meaning === METHOD_USE || meaning === METHOD_FINISH) readLocation(location, site, UNKNOWN, receiver, IS_OPEN);
  if (meaning !== METHOD_USE) writeLocation(location, site, meaning === METHOD_OPEN, ACCESS_PLAIN, receiver, IS_OPEN);
}

function collection<T>(site: number, receiver: T, method: string, key: unknown, value?: unknown): T {
  if (busy[site * BUSY_FIELDS] !== epoch) callMethod(site, receiver, method, key, arguments.length < 5 ? UNKNOWN : value);
  return receiver;
}

function afterLast<T>(site: number, receiver: unknown, method: string, key: unknown, value: T): T {
  callMethod(site, receiver, method, key, value);
  return value;
}

/** Calls whose key is still being evaluated, innermost last; void when another segment runs. */
const waiting: { site: number; receiver: unknown; method: string }[] = [];
let waitingCount = 0;
let waitingSegment = -1;

function beforeKey<T>(site: number, receiver: T, method: string): T {
  const segment = currentSegment();
  if (waitingSegment !== segment) {
    waitingSegment = segment;
    waitingCount = 0;
  }
  if (waitingCount < 64) {
    const entry = (waiting[waitingCount++] ??= { site: 0, receiver: undefined, method: '' });
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
    callMethod(entry.site, receiver, entry.method, key, UNKNOWN);
  }
  return key;
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

function callSite<T>(site: number, value: T): T {
  register[0] = site;
  return value;
}

function floating<T>(site: number, value: T): T {
  if (typeof value === 'object' && value !== null) {
    const promise = promiseId(value);
    if (promise > 0) emit(OP_FLOATING, promise, site);
  }
  return value;
}

/** Builds the runtime of this thread and publishes it. The recorder must be running. */
export function installRuntime(): Runtime {
  register = siteRegister;
  setDefine(defineLocation);
  const runtime: Runtime = {
    s: register,
    e: enter,
    c: enterCallback,
    x: exit,
    w: suspend,
    u: resume,
    v: resumeYield,
    k: callSite,
    n: (variable) => new Location(variable),
    r: read,
    q: readBefore,
    a: assign,
    m: modify,
    p: readProperty,
    o: assignProperty,
    z: modifyProperty,
    d: deleteProperty,
    g: collection,
    y: afterLast,
    h: beforeKey,
    i: withKey,
    f: floating,
    j: trackExecutor,
    l: readElement,
    b: writeElement,
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
