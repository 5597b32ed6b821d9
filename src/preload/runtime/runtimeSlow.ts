// HOT
/** What a probe does when its site is not at rest: finds the location of a variable, property or entry, and hands the access to runtimeAccess.ts. */
import {
  ACCESS_DELETE,
  ACCESS_PLAIN,
  ACCESS_RMW,
  LOCATION_ENTRY,
  LOCATION_HAD_NOTHING,
  LOCATION_HAD_VALUE,
  LOCATION_PROPERTY,
  LOCATION_WHOLE,
  OP_LOCATION_PROP,
  OP_LOCATION_VAR,
} from '../../wire/events.ts';
import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { types } from 'node:util';
import { copyInto } from '../builtins.ts';
import { emit } from '../recorder.ts';
import { countRun, isWorthWatching, publish, readLocation, writeLocation } from './runtimeAccess.ts';
import {
  METHOD_CLEAR,
  METHOD_CLOSE,
  METHOD_DELETE,
  METHOD_EMIT,
  METHOD_FINISH,
  METHOD_NONE,
  METHOD_OPEN,
  METHOD_READ,
  METHOD_READ_ALL,
  METHOD_UPDATE,
  METHOD_UPDATE_ALL,
  METHOD_USE,
  METHOD_VIEW,
  METHOD_BUFFER,
  METHOD_VIEW_ARRAY,
  METHOD_VIEW_WRITES,
  isWeakMethod,
  methodMeaning,
} from './runtimeMethods.ts';
import {
  KIND_ARRAY,
  KIND_KEYED,
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
  hasProperty,
  isKeyedStore,
  knownNumber,
  soughtIn,
  forEachUsedEntry,
  propertyLocation,
  resourceNameOf,
  shadowNumber,
  weakBrandOf,
  wholeLocation,
} from './runtimeObjects.ts';
import { heldIn, isObject } from './runtimeHeld.ts';
import type { Location } from './runtimeLocation.ts';
import { touchByMethod } from '../shared/sharedMemoryMethods.ts';
import { dataViewOf } from '../shared/sharedMemoryViews.ts';

/** Stands for a value that the probe does not know: hashes to VALUE_UNKNOWN. */
export const UNKNOWN = Symbol('unknown');
/** Key of the location that says whether a resource is open. */
const IS_OPEN = '(open)';
/** Of the state of a Readable: an own class of Node's. */
const streamState = (Readable as unknown as { readonly ReadableState?: { readonly prototype: object } }).ReadableState?.prototype;
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
export let definedKind = LOCATION_PROPERTY;

export function defineLocation(location: Location, owner: object | undefined, key: unknown): number {
  const id = ++lastLocation;
  if (owner === undefined) {
    emit(OP_LOCATION_VAR, id, location.variable);
    return id;
  }
  const shadow = findShadow(owner);
  const number = shadow === undefined ? 0 : shadowNumber(shadow);
  const name = key === IS_OPEN ? resourceNameOf(owner) : classNameOf(owner);
  const isWhole = definedKind === LOCATION_WHOLE;
  emit(OP_LOCATION_PROP, id, number, isWhole ? '' : keyText(key), definedKind | location.had, name);
  // Who searched the list in one step only chose one of its elements: where those are shared, the search says something.
  if (!isWhole && shadow?.kind === KIND_ARRAY && shadow.whole?.id === 0) {
    definedKind = LOCATION_WHOLE;
    publish(shadow.whole, owner, undefined);
  }
  return id;
}

/** Prototypes that are looked at. */
const MAX_PROTOTYPES = 8;

/** Whether a property holds something, of its own or by what it inherits: an initial value that no probe has seen. Neither a getter nor a trap of the program runs. */
export function heldBefore(owner: object | undefined, key: unknown): number {
  if (owner === undefined || definedKind !== LOCATION_PROPERTY || isSynthetic(key)) return 0;
  let at: unknown = owner;
  for (let i = 0; isObject(at); i++) {
    if (i === MAX_PROTOTYPES || types.isProxy(at) || types.isModuleNamespaceObject(at)) return 0;
    const own = getOwnPropertyDescriptor(at, key as PropertyKey);
    if (own !== undefined) {
      const isAny = own.get !== undefined || (own.value !== undefined && own.value !== null);
      return isAny ? LOCATION_HAD_VALUE : LOCATION_HAD_NOTHING;
    }
    at = getPrototypeOf(at);
  }
  return LOCATION_HAD_NOTHING;
}

/** A private field, of which nothing can be asked, or a location that only the recorder knows. */
function isSynthetic(key: unknown): boolean {
  return typeof key === 'string' && (key[0] === '#' || key[0] === '(');
}

function readVariable(site: number, cell: unknown, _key: unknown, value: unknown): void {
  countRun(site);
  readLocation(cell as Location, site, value, undefined, undefined);
}

function writeVariable(site: number, cell: unknown, _key: unknown, value: unknown, how: number): void {
  countRun(site);
  writeLocation(cell as Location, site, value, how, undefined, undefined);
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

function recordPropertyRead(site: number, object: unknown, key: unknown, sought: unknown): void {
  if (!isObject(object) || !isKey(key)) return;
  countRun(site);
  const shadow = shadowAt(site, object);
  if (shadow === undefined) return;
  if (isCount(shadow, object, key)) {
    readWhole(site, shadow, object, sought);
    return;
  }
  definedKind = LOCATION_PROPERTY;
  const location = propertyLocation(shadow, key);
  const isVariable = location.variable > 0;
  const told = key === 'push' && hasEnded(object) ? false : sought;
  readLocation(location, site, told, isVariable ? undefined : object, isVariable ? undefined : key);
}

/** A stream of Node that has been told that nothing more comes: what is pushed now is an error. */
function hasEnded(object: object): boolean {
  const state = heldIn(object, '_readableState');
  return isObject(state) && getPrototypeOf(state) === streamState && (state as { readonly ended?: unknown }).ended === true;
}

/** Is the property the number of elements of a collection, which its methods change? */
function isCount(shadow: Shadow, object: object, key: unknown): boolean {
  if (key !== 'size' && key !== 'length') return false;
  if (shadow.kind === KIND_UNKNOWN) {
    shadow.kind = brandOf(object);
    if (shadow.kind === KIND_UNKNOWN && isKeyedStore(object)) shadow.kind = KIND_KEYED;
  }
  // `for (const i in list)` asks for the size, too.
  if (key === 'length' || shadow.kind === KIND_ARRAY) return shadow.kind === KIND_ARRAY;
  if (isDictionary(shadow)) {
    return isPlainObject(object, key);
  }
  return shadow.kind === KIND_MAP || shadow.kind === KIND_SET || shadow.kind === KIND_KEYED;
}

/** Of no class, and without a property of its own of that name. */
function isPlainObject(object: object, key: string): boolean {
  if (types.isProxy(object) || getOwnPropertyDescriptor(object, key) !== undefined) return false;
  const prototype: unknown = getPrototypeOf(object);
  return prototype === null || prototype === Object.prototype;
}

/** An object of no class that is known, whose keys may be counted (`Object.keys(rooms).length`). */
function isDictionary({ kind }: Shadow): boolean {
  return kind === KIND_UNKNOWN || kind === KIND_OTHER;
}

/** A key that the object has not had, or `list[list.length] = row`. */
function isNew(shadow: Shadow, object: object, key: unknown): boolean {
  if (shadow.kind === KIND_ARRAY) return key === (object as unknown[]).length;
  return isDictionary(shadow) && !hasProperty(shadow, key);
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
  const isAdded = shadow.whole !== undefined && how !== ACCESS_DELETE && isNew(shadow, object, key);
  definedKind = LOCATION_PROPERTY;
  writeLocation(propertyLocation(shadow, key), site, value, how, object, key);
  if (!isAdded) return;
  definedKind = LOCATION_WHOLE;
  writeLocation(wholeLocation(shadow), site, UNKNOWN, ACCESS_RMW, object, undefined);
}

// --- collections ---------------------------------------------------------------------------------------------------------------

function readWhole(site: number, shadow: Shadow, object: object, sought: unknown = UNKNOWN): void {
  definedKind = LOCATION_WHOLE;
  readLocation(wholeLocation(shadow), site, sought, object, undefined);
}

/** `Object.entries(terms)` */
function readDictionary(site: number, object: object, sought: unknown): void {
  const shadow = shadowAt(site, object);
  if (shadow !== undefined) readWhole(site, shadow, object, soughtIn(UNKNOWN, sought));
}

const BELIEVED_AFTER = 16;
const ASKED_EVERY = 32;
/** Per site: how often in a row its receiver was no collection. */
let strangers = new Uint8Array(1024);

function brandAt(site: number, receiver: object, weak: boolean): number {
  if (site >= strangers.length) {
    const more = new Uint8Array(Math.max(site + 1, strangers.length * 2));
    copyInto(more, strangers);
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
  if (kind === KIND_OTHER && isKeyedStore(receiver)) kind = KIND_KEYED;
  strangers[site] = kind !== KIND_OTHER ? 0 : misses < BELIEVED_AFTER ? misses + 1 : BELIEVED_AFTER;
  return kind;
}

const ALL_SEARCHES = {};
let searches: Shadow | undefined;

/** What a search looks for is told by itself, in one place for all searches: whether anybody changes the list does not matter. */
function tellSought(site: number, value: unknown): void {
  const location = wholeLocation((searches ??= createShadow(ALL_SEARCHES)));
  definedKind = LOCATION_WHOLE;
  if (location.id === 0) publish(location, ALL_SEARCHES, undefined);
  readLocation(location, site, value, ALL_SEARCHES, undefined);
}

export function callMethod(site: number, receiver: unknown, method: string, key: unknown, value: unknown): void {
  if (!isObject(receiver)) return;
  countRun(site);
  const meaning = methodMeaning(method);
  if (meaning === 0) {
    if (method === 'sought') tellSought(site, soughtIn(UNKNOWN, value));
    return;
  }
  if (meaning >= METHOD_BUFFER) {
    if (types.isUint8Array(receiver)) touchField(site, receiver, meaning, key, value);
    return;
  }
  if (meaning >= METHOD_VIEW) {
    touchByMethod(site, receiver, meaning, key, value);
    if (meaning < METHOD_VIEW_ARRAY && types.isDataView(receiver)) touchField(site, receiver, meaning, key, value);
    return;
  }
  if (meaning >= METHOD_EMIT) {
    meetEvent(site, receiver, meaning, key);
    return;
  }
  if (meaning >= METHOD_CLOSE) {
    // Node itself puts another `write` into a socket whose other side has ended.
    const isEnd = meaning === METHOD_CLOSE || meaning === METHOD_FINISH;
    if (!isEnd || !isStandIn(receiver, meaning === METHOD_FINISH ? 'end' : method)) useResource(site, receiver, meaning);
    return;
  }
  let shadow = findShadow(receiver);
  let kind = shadow === undefined || shadow.kind === KIND_UNKNOWN ? brandAt(site, receiver, isWeakMethod(meaning)) : shadow.kind;
  if (kind === KIND_OTHER) {
    if (shadow !== undefined) shadow.kind = KIND_OTHER;
    // `bytes.set(name, at)` of an array that another file has made on shared memory.
    if (method === 'set') touchByMethod(site, receiver, methodMeaning('view.set'), key, value);
    if (method === 'values' && isPlainObject(receiver, method)) readDictionary(site, receiver, value);
    return;
  }
  if (shadow === undefined) {
    if (!isWorthWatching(site)) return;
    shadow = createShadow(receiver);
  }
  shadow.kind = kind;
  const action = kind === KIND_ARRAY ? meaning >> 4 : meaning & 15;
  if (action === METHOD_NONE) return;
  if (action === METHOD_READ_ALL) readWhole(site, shadow, receiver, soughtIn(UNKNOWN, value));
  else if (action === METHOD_UPDATE_ALL || action === METHOD_CLEAR) {
    definedKind = LOCATION_WHOLE;
    const element = kind === KIND_ARRAY ? elementOf(receiver as unknown[], method, value) : UNKNOWN;
    writeLocation(wholeLocation(shadow), site, element, action === METHOD_CLEAR ? ACCESS_DELETE : ACCESS_RMW, receiver, undefined);
    if (action === METHOD_CLEAR) {
      // Each entry goes, as if it were deleted.
      definedKind = LOCATION_ENTRY;
      forEachUsedEntry(shadow, (location, name) => writeLocation(location, site, undefined, ACCESS_DELETE, receiver, name));
    }
  } else {
    const location = entryLocation(shadow, key);
    definedKind = LOCATION_ENTRY;
    if (action === METHOD_READ) readLocation(location, site, soughtIn(UNKNOWN, value), receiver, key);
    else if (action === METHOD_UPDATE) writeLocation(location, site, UNKNOWN, ACCESS_RMW, receiver, key);
    else if (action === METHOD_DELETE) writeLocation(location, site, undefined, ACCESS_DELETE, receiver, key);
    // An element is in a Set or not: adding it again stores nothing new.
    else writeLocation(location, site, kind === KIND_SET || kind === KIND_WEAK_SET ? true : value, ACCESS_PLAIN, receiver, key);
    if (action !== METHOD_READ && action !== METHOD_UPDATE && shadow.whole !== undefined) {
      // Somebody looks at the number of entries, too.
      definedKind = LOCATION_WHOLE;
      writeLocation(shadow.whole, site, UNKNOWN, ACCESS_RMW, receiver, undefined);
    }
  }
}

/** The object that is about to be put into a list or taken out of it, if anybody has used its properties; UNKNOWN otherwise. */
function elementOf(list: readonly unknown[], method: string, added: unknown): unknown {
  let element = added;
  if (method === 'pop') element = heldIn(list, list.length - 1);
  else if (method === 'shift') element = heldIn(list, 0);
  else if (method === 'splice') element = typeof added === 'number' ? heldIn(list, added < 0 ? list.length + added : added) : undefined;
  else if (method !== 'push' && method !== 'unshift') return UNKNOWN;
  return isObject(element) && knownNumber(element) !== 0 ? element : UNKNOWN;
}

/** A field of a DataView or a Buffer goes by its offset. On memory that threads share, what happens to it has been told. */
function touchField(site: number, view: DataView | Uint8Array, meaning: number, key: unknown, value: unknown): void {
  const shadow = dataViewOf(view) ? undefined : shadowAt(site, view);
  if (shadow === undefined) return;
  definedKind = LOCATION_ENTRY;
  const location = entryLocation(shadow, key);
  if ((meaning & METHOD_VIEW_WRITES) === 0) readLocation(location, site, UNKNOWN, view, key);
  else writeLocation(location, site, value, ACCESS_PLAIN, view, key);
}

const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
const emitterPrototype: object = EventEmitter.prototype;

/** All that the collection in a property of an object holds is read. */
export function readHeld(site: number, object: unknown, key: PropertyKey, sought: unknown = UNKNOWN): void {
  // An object that is a key would be asked for its text.
  if (!isObject(key)) callMethod(site, heldIn(object, key), 'values', undefined, sought);
}

/** `response.end = function (body) { response.end = end; save(() => response.end(body)); }`: what was put in the place of a method ends nothing until it calls that. */
function isStandIn(receiver: object, method: string): boolean {
  if (typeof heldIn(receiver, method) !== 'function') return false;
  let at = getPrototypeOf(receiver) as object | null;
  while (isObject(at) && !types.isProxy(at) && getOwnPropertyDescriptor(at, method) === undefined) at = getPrototypeOf(at) as object | null;
  return isObject(at) && typeof heldIn(at, method) === 'function';
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

/** So many events of one site are looked at. */
const MAX_EVENTS = 1000;
const events: number[] = [];

/** The first event of its name that comes to nobody reads a location of its own, which whoever listens later writes; who listens for an end or a beginning that has been, or after a message has come, writes false. */
function meetEvent(site: number, emitter: object, meaning: number, event: unknown): void {
  if (meaning === METHOD_EMIT) {
    const times = events[site] ?? 0;
    if (times >= MAX_EVENTS) return;
    events[site] = times + 1;
    const listeners = heldIn(emitter, '_events');
    if (isObject(listeners) && heldIn(listeners, event as string) === undefined) missEvent(site, emitter, `(on ${event as string})`);
    return;
  }
  const isLate =
    event === 'close' ? isClosed(emitter) : event === 'connect' ? isConnected(emitter) : event === 'message' && hasReceived(emitter);
  const known = isLate ? shadowAt(site, emitter) : findShadow(emitter);
  if (known === undefined) return;
  const key = `(on ${event as string})`;
  if (!isLate && !hasProperty(known, key)) return;
  definedKind = LOCATION_PROPERTY;
  const location = propertyLocation(known, key);
  writeLocation(location, site, !isLate, ACCESS_PLAIN, emitter, key);
  if (isLate && location.id === 0) publish(location, emitter, key);
}

/** `readyState` of a closed WebSocket. */
const CLOSED = 3;

/** A connection, or the response on one, that has said already that it is closed: whoever listens for that now waits in vain. */
function isClosed(emitter: object): boolean {
  if (heldIn(emitter, '_readyState') === CLOSED || heldIn(emitter, '_closed') === true) return true;
  const state = heldIn(emitter, 'connecting') === false ? heldIn(emitter, '_readableState') : undefined;
  return isObject(state) && !types.isProxy(state) && (state as { closeEmitted?: unknown }).closeEmitted === true;
}

/** A client's socket of node:net that has a connection, of which it has told. */
function isConnected(emitter: object): boolean {
  const isClient = heldIn(emitter, 'connecting') === false && heldIn(emitter, 'server') === null;
  // `_handle` is a getter of Node's own there.
  return isClient && isObject(heldIn(emitter, '_readableState')) && isObject((emitter as { _handle?: unknown })._handle);
}

/** The kinds of frame with text and with bytes, of a WebSocket of the library ws. */
const TEXT = 1;
const BINARY = 2;

/** A WebSocket of the library ws to which nobody listens has let its last message go. */
function hasReceived(emitter: object): boolean {
  const receiver = heldIn(emitter, '_receiver');
  const kind = heldIn(receiver, '_opcode');
  // `_state` is 0 between two frames.
  const isWhole = (kind === TEXT || kind === BINARY) && heldIn(receiver, '_fin') === true && heldIn(receiver, '_state') === 0;
  return isWhole && heldIn(heldIn(emitter, '_events'), 'message') === undefined;
}

function missEvent(site: number, emitter: object, key: string): void {
  const known = findShadow(emitter);
  if ((known !== undefined && hasProperty(known, key)) || !tellsItself(emitter)) return;
  const shadow = known ?? shadowAt(site, emitter);
  if (shadow === undefined) return;
  definedKind = LOCATION_PROPERTY;
  readLocation(propertyLocation(shadow, key), site, undefined, emitter, key);
}

/** What has an `emit` of its own may send the event elsewhere. */
function tellsItself(emitter: object): boolean {
  let at: unknown = emitter;
  while (isObject(at) && !types.isProxy(at) && getOwnPropertyDescriptor(at, 'emit') === undefined) at = getPrototypeOf(at);
  return at === emitterPrototype;
}

// --- all of them -----------------------------------------------------------------------------------------------------------------

type Slow = (site: number, owner: unknown, key: unknown, value: unknown, how: number) => void;

export const READ_VARIABLE = 0;
export const WRITE_VARIABLE = 1;
export const READ_PROPERTY = 2;
export const WRITE_PROPERTY = 3;
const SLOW: readonly Slow[] = [readVariable, writeVariable, recordPropertyRead, writeProperty];

/**
 * All slow ways of variables and properties start from this one call, whose target V8 cannot foresee. So it inlines no more of a probe than its fast way: else what the first probe of a
 * function does would use up what may be inlined there, and all others would become real calls, with an object for each number (4 instead of 2 times the cost).
 */
export function slowly(way: number, site: number, owner: unknown, key: unknown, value: unknown, how: number): void {
  (SLOW[way] as Slow)(site, owner, key, value, how);
}
