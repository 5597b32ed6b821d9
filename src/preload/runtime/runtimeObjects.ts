// HOT
/**
 * Shadows of the program's objects: a number, and one location for each property or entry that was accessed. A shadow hangs on its object by a private
 * field (works on frozen objects and proxies, invisible to Reflect.ownKeys, no trap runs), or in a WeakMap where the engine refuses the field.
 */
import { types } from 'node:util';
import { Location } from './runtimeLocation.ts';
import { charCodeAt } from './runtimeText.ts';

/** What an object turned out to be, as far as its methods matter. */
export const KIND_UNKNOWN = 0;
export const KIND_OTHER = 1;
export const KIND_MAP = 2;
export const KIND_SET = 3;
export const KIND_WEAK_MAP = 4;
export const KIND_WEAK_SET = 5;
export const KIND_ARRAY = 6;
/** An object of a class that has the methods of a Map: the caches of libraries. */
export const KIND_KEYED = 7;

/** More keys than this in one object: the oldest quarter is forgotten. */
const MAX_KEYS = 4096;
/** Entries that are noted one by one when all of them go. */
const MAX_CLEARED = 64;

let lastNumber = 0;

export class Shadow {
  /** Number of the object in this thread, 0 until one is asked for. */
  number = 0;
  kind = KIND_UNKNOWN;
  key0: unknown = undefined;
  location0: Location | undefined = undefined;
  key1: unknown = undefined;
  location1: Location | undefined = undefined;
  /** Further properties by key. */
  properties: Map<unknown, Location> | undefined = undefined;
  /** Entries of a Map or Set by primitive key, and by number of the object that is the key (which must not be kept alive). */
  entries: Map<unknown, Location> | undefined = undefined;
  objectEntries: Map<number, Location> | undefined = undefined;
  whole: Location | undefined = undefined;
  /** For the namespace object of a module: the variable behind a name. */
  exported: ((name: unknown) => Location) | undefined = undefined;
}

class Returned {
  constructor(target: object) {
    // Returning another object makes the private field of the subclass land on that object.
    return target;
  }
}

class Stamp extends Returned {
  #shadow: Shadow | undefined = undefined;
  static get(target: object): Shadow | undefined {
    return #shadow in target ? target.#shadow : undefined;
  }
  static set(target: object, shadow: Shadow): void {
    (new Stamp(target) as Stamp).#shadow = shadow;
  }
}

/** Objects that take no private field; undefined while there are none. */
let unstampable: WeakMap<object, Shadow> | undefined;
const weakGet = Function.prototype.call.bind(WeakMap.prototype.get) as unknown as <V>(
  map: WeakMap<object, V>,
  key: object,
) => V | undefined;
const weakSet = Function.prototype.call.bind(WeakMap.prototype.set) as unknown as <V>(
  map: WeakMap<object, V>,
  key: object,
  value: V,
) => void;

/** The object's shadow, or undefined when it has none yet. */
export function findShadow(target: object): Shadow | undefined {
  const shadow = Stamp.get(target);
  if (shadow !== undefined || unstampable === undefined) return shadow;
  return weakGet(unstampable, target);
}

/** Gives the object a shadow; it must not have one. */
export function createShadow(target: object): Shadow {
  const shadow = new Shadow();
  try {
    Stamp.set(target, shadow);
  } catch {
    // The engine refuses private fields on this object.
    unstampable ??= new WeakMap();
    weakSet(unstampable, target, shadow);
  }
  return shadow;
}

/** The object's number in this thread, 0 when it has none. */
export function knownNumber(target: object): number {
  const shadow = findShadow(target);
  return shadow === undefined ? 0 : shadow.number;
}

/** The object's number in this thread; it gets one if it has none. */
export function numberOf(target: object): number {
  const shadow = findShadow(target) ?? createShadow(target);
  return shadow.number === 0 ? (shadow.number = ++lastNumber) : shadow.number;
}

/** What is recorded of a look that searches `found` for something: an object is told by its number, all else by its text, so that it is no value of what it is looked for in. */
export function soughtIn(found: unknown, sought: unknown): unknown {
  if (found === null || found === undefined || typeof sought === 'symbol' || typeof sought === 'function') return found;
  if (typeof sought !== 'object' || sought === null) return `looks for ${sought as string}`;
  numberOf(sought);
  return sought;
}

export function shadowNumber(shadow: Shadow): number {
  return shadow.number === 0 ? (shadow.number = ++lastNumber) : shadow.number;
}

const isArray = Array.isArray;
const { isMap, isSet, isProxy } = types;
const weakMapHas = WeakMap.prototype.has;
const weakSetHas = WeakSet.prototype.has;
const apply = Reflect.apply;

/** Brand of the object, without touching it. */
export function brandOf(target: object): number {
  if (isMap(target)) return KIND_MAP;
  if (isSet(target)) return KIND_SET;
  try {
    if (isArray(target)) return isProxy(target) ? KIND_OTHER : KIND_ARRAY;
  } catch {
    // A revoked proxy.
    return KIND_OTHER;
  }
  return KIND_UNKNOWN;
}

/** KIND_WEAK_MAP, KIND_WEAK_SET or KIND_OTHER. Slow when it is neither. */
export function weakBrandOf(target: object): number {
  try {
    apply(weakMapHas, target, [undefined]);
    return KIND_WEAK_MAP;
  } catch {
    // Not a WeakMap.
  }
  try {
    apply(weakSetHas, target, [undefined]);
    return KIND_WEAK_SET;
  } catch {
    return KIND_OTHER;
  }
}

/** `rows['7']` is `rows[7]`: the number, for a text that is one as a property's name has it. */
function ownKey(key: string): string | number {
  const first = charCodeAt(key, 0);
  if (!(first <= DIGIT_9 && first >= DIGIT_0) && first !== MINUS) return key;
  return `${+key}` === key ? +key : key;
}

const MINUS = 45;
const DIGIT_0 = 48;
const DIGIT_9 = 57;

/** The location of property `key`, made if needed. */
export function propertyLocation(shadow: Shadow, key: unknown): Location {
  if (shadow.exported !== undefined) return shadow.exported(key);
  if (shadow.location0 !== undefined && shadow.key0 === key) return shadow.location0;
  if (shadow.location1 !== undefined && shadow.key1 === key) return shadow.location1;
  if (typeof key === 'string') {
    const own = ownKey(key);
    if (own !== key) return propertyLocation(shadow, own);
  }
  if (shadow.location0 === undefined) {
    shadow.key0 = key;
    return (shadow.location0 = new Location(0));
  }
  if (shadow.location1 === undefined) {
    shadow.key1 = key;
    return (shadow.location1 = new Location(0));
  }
  return inMap((shadow.properties ??= new Map<unknown, Location>()), key);
}

export function hasProperty(shadow: Shadow, name: unknown): boolean {
  const key = typeof name === 'string' ? ownKey(name) : name;
  return shadow.key0 === key || shadow.key1 === key || shadow.properties?.has(key) === true;
}

/** The location of entry `key` of a collection; undefined for a key that cannot be told from others. */
export function entryLocation(shadow: Shadow, key: unknown): Location {
  if ((typeof key === 'object' && key !== null) || typeof key === 'function') {
    return inMap((shadow.objectEntries ??= new Map<number, Location>()), numberOf(key));
  }
  return inMap((shadow.entries ??= new Map<unknown, Location>()), key);
}

/** Calls `visit` for each entry of a collection that has been used so far, with its key (of a key that is an object, its number); not for too many of them. */
export function forEachUsedEntry({ entries }: Shadow, visit: (location: Location, key: unknown) => void): void {
  if (entries !== undefined && mapSize(entries) <= MAX_CLEARED) mapForEach(entries, visit);
}

export function wholeLocation(shadow: Shadow): Location {
  return (shadow.whole ??= new Location(0));
}

function inMap<K>(map: Map<K, Location>, key: K): Location {
  let location = mapGet(map as Map<unknown, Location>, key);
  if (location === undefined) {
    location = new Location(0);
    mapSet(map as Map<unknown, Location>, key, location);
    if (mapSize(map as Map<unknown, Location>) > MAX_KEYS) forgetOldest(map);
  }
  return location;
}

const mapGet = Function.prototype.call.bind(Map.prototype.get) as unknown as (
  map: Map<unknown, Location>,
  key: unknown,
) => Location | undefined;
const mapSet = Function.prototype.call.bind(Map.prototype.set) as unknown as (
  map: Map<unknown, Location>,
  key: unknown,
  value: Location,
) => void;
const mapDelete = Function.prototype.call.bind(Map.prototype.delete) as unknown as (map: Map<unknown, Location>, key: unknown) => void;
const mapForEach = Function.prototype.call.bind(Map.prototype.forEach) as unknown as (
  map: Map<unknown, Location>,
  each: (value: Location, key: unknown) => void,
) => void;
const mapSize = Function.prototype.call.bind(Object.getOwnPropertyDescriptor(Map.prototype, 'size')?.get as () => number) as unknown as (
  map: Map<unknown, Location>,
) => number;

function forgetOldest<K>(map: Map<K, Location>): void {
  let left = MAX_KEYS / 4;
  mapForEach(map as Map<unknown, Location>, (_location, key) => {
    if (left-- > 0) mapDelete(map as Map<unknown, Location>, key);
  });
}

const setHas = Function.prototype.call.bind(Set.prototype.has) as unknown as (set: Set<string>, value: string) => boolean;
const getPrototypeOf = Object.getPrototypeOf;
const getOwnPropertyDescriptor = Object.getOwnPropertyDescriptor;
/** What stores of libraries call the methods of a Map. */
const KEYED_METHODS = [
  ['get', 'set', 'has', 'delete'],
  ['get', 'set', 'has', 'del'],
  ['get', 'put', 'del'],
  ['getItem', 'setItem', 'removeItem'],
];
/** The settings of an application: `app.set('db', db)`, `app.get('db')`. */
const SETTINGS_METHODS = ['get', 'set', 'enable', 'disable'];
const MAX_CLASSES = 8;
/** Prototypes whose objects were looked at. */
const keyedPrototypes = new WeakMap<object, boolean>();

/** Whether the object, or its class, has the methods of a Map. Runs no code of the program. */
export function isKeyedStore(target: object): boolean {
  try {
    if (isProxy(target)) return false;
    const prototype = getPrototypeOf(target) as object | null;
    // An application that is a function has methods of its own.
    if (prototype === null || prototype === Object.prototype || typeof target === 'function') return isKeyed(target);
    const known = weakGet(keyedPrototypes, prototype);
    if (known !== undefined) return known;
    const found = isKeyed(prototype);
    weakSet(keyedPrototypes, prototype, found);
    return found;
  } catch {
    return false;
  }
}

/** What can `post` is a client, or the routes of a server. */
function isKeyed(target: object): boolean {
  if (hasMethods(target, SETTINGS_METHODS)) return true;
  for (let i = 0; i < KEYED_METHODS.length; i++) if (hasMethods(target, KEYED_METHODS[i] as string[])) return !hasMethod(target, 'post');
  return false;
}

function hasMethods(prototype: object, names: readonly string[]): boolean {
  for (let i = 0; i < names.length; i++) if (!hasMethod(prototype, names[i] as string)) return false;
  return true;
}

function hasMethod(prototype: object, name: string): boolean {
  let at: object | null = prototype;
  for (let depth = 0; at !== null && depth < MAX_CLASSES; depth++) {
    if (isProxy(at)) return false;
    const descriptor = getOwnPropertyDescriptor(at, name);
    if (descriptor !== undefined) return typeof descriptor.value === 'function';
    at = getPrototypeOf(at) as object | null;
  }
  return false;
}

/** Name of the class of `target`, '' when it cannot be learned without running user code. */
export function classNameOf(target: object): string {
  try {
    if (isProxy(target)) return '';
    const prototype = getPrototypeOf(target) as object | null;
    if (prototype === null || isProxy(prototype)) return '';
    const maker = getOwnPropertyDescriptor(prototype, 'constructor')?.value as unknown;
    if (typeof maker !== 'function' || isProxy(maker)) return '';
    const name = getOwnPropertyDescriptor(maker, 'name')?.value as unknown;
    return typeof name === 'string' ? name : '';
  } catch {
    return '';
  }
}

/** Classes whose use after closing fails or is lost, by the name of the class itself or of one that it extends. */
const RESOURCES = new Set(
  'Socket TLSSocket Server WriteStream ReadStream Readable Writable Duplex Transform PassThrough OutgoingMessage FileHandle Worker MessagePort BroadcastChannel ChildProcess Interface WritableStreamDefaultWriter WebSocket DatabaseSync'.split(
    ' ',
  ),
);
const MAX_ANCESTORS = 8;

/** Name of the nearest class of `target` that is known to be a resource, else of its own class. A client request whose own `end` stands in for that of Node is a mock's, which may work on. */
export function resourceNameOf(target: object): string {
  const own = classNameOf(target);
  if (own !== 'ServerResponse' && !isProxy(target) && getOwnPropertyDescriptor(target, 'end') !== undefined) return own;
  let at: object | null = target;
  for (let depth = 0, name = own; depth < MAX_ANCESTORS && name !== ''; depth++) {
    if (setHas(RESOURCES, name)) return name;
    at = getPrototypeOf(at) as object | null;
    if (at === null) break;
    name = classNameOf(at);
  }
  return own;
}
