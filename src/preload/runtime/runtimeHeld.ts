/** What objects of the program hold, looked up without running a getter or a trap of the program. */
import { types } from 'node:util';
import { numberOf } from './runtimeObjects.ts';

const { getOwnPropertyDescriptor, getOwnPropertyNames } = Object;

export function isObject(value: unknown): value is object {
  return typeof value === 'object' ? value !== null : typeof value === 'function';
}

/** What a property of an object holds; undefined where a getter or a trap of the program would have to run. */
export function heldIn(object: unknown, key: PropertyKey): unknown {
  // The bindings of a module may not be there yet, which throws.
  if (!isObject(object) || types.isProxy(object) || types.isModuleNamespaceObject(object)) return undefined;
  return getOwnPropertyDescriptor(object, key)?.value;
}

const changesText: ReadonlyMap<string, (text: string) => string> = new Map(
  (['toLowerCase', 'toUpperCase', 'trim'] as const).map((name) => [
    name,
    Function.prototype.call.bind(String.prototype[name]) as (text: string) => string,
  ]),
);

/** The same, or what such a method makes of a text. Without a key what several parts make together, and for `*` all that an object holds: objects by their numbers. */
export function soughtAt(object: unknown, key?: string): unknown {
  if (key === undefined || key === '*') {
    const names = key === '*' ? namesIn(object) : undefined;
    const parts = names ?? (object as readonly unknown[]);
    let text = '';
    for (let i = 0; i < parts.length; i++) {
      const part = names ? heldIn(object, names[i] as string) : parts[i];
      text += `${names?.[i] ?? ''} ${isObject(part) ? numberOf(part) : String(part)} `;
    }
    return text;
  }
  return typeof object === 'string' ? changesText.get(key)?.(object) : heldIn(object, key);
}

/** Properties of one object that are told of when it is filled as a whole. */
const MAX_NAMES = 64;

/** The names of what an object has, without asking a proxy. */
export function namesIn(object: unknown): readonly string[] {
  if (!isObject(object) || types.isProxy(object) || types.isModuleNamespaceObject(object)) return [];
  const names = getOwnPropertyNames(object);
  if (names.length > MAX_NAMES) names.length = MAX_NAMES;
  return names;
}
