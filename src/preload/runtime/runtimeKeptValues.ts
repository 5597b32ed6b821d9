/**
 * Texts of the primitive values that accesses carry hashes of: written where the user asked for values, each value once a thread. Objects have none: nothing of
 * the program's is read. A long word of letters and digits may be a key or a token: only its beginning is written.
 */
import { types } from 'node:util';
import { LOCATION_ENTRY, LOCATION_PROPERTY, OP_VALUE } from '../../wire/events.ts';
import { VALUE_EMPTY, VALUE_HELD, VALUE_UNKNOWN } from '../../wire/runtime.ts';
import { safeMap } from '../builtins.ts';
import { emit } from '../recorder.ts';
import { definedKind } from './runtimeSlow.ts';
import { charCodeAt } from './runtimeText.ts';
import { bigintToString, hashSeen, isShort, MAX_LOOKED_AT, setKeepValue, setLookUp } from './runtimeValues.ts';

/** Of a thread: those of later ones are not known. */
const MAX_VALUES = 20_000;
const MAX_CHARACTERS = 40;
/** Words from this length on with letters and digits in them are cut after a few characters. */
const SECRET_CHARACTERS = 20;
const SHOWN_OF_SECRET = 4;

const quote = JSON.stringify;
const slice = Function.prototype.call.bind(String.prototype.slice) as unknown as (text: string, from: number, to: number) => string;
const sizeOf = Function.prototype.call.bind(Object.getOwnPropertyDescriptor(Map.prototype, 'size')?.get as () => number) as unknown as (
  map: Map<number, string>,
) => number;

/** Texts by hash, '' where two values have it. */
const texts = safeMap<number, string>();

const { getOwnPropertyDescriptor } = Object;
const mapGet = Function.prototype.call.bind(Map.prototype.get) as unknown as (map: object, key: unknown) => unknown;
const setHas = Function.prototype.call.bind(Set.prototype.has) as unknown as (set: object, key: unknown) => boolean;

/** Writes the texts of values from now on, in this thread. */
export function keepValues(): void {
  setKeepValue(keep);
  setLookUp(lookUp);
}

/** What a data property or an entry of a Map or Set holds; no getter and no trap of the program runs. */
function lookUp(owner: object, key: unknown): number {
  if (types.isProxy(owner)) return VALUE_UNKNOWN;
  let value: unknown;
  if (definedKind === LOCATION_PROPERTY) {
    try {
      const found = getOwnPropertyDescriptor(owner, key as PropertyKey);
      if (found === undefined || found.get !== undefined) return VALUE_UNKNOWN;
      value = found.value;
    } catch {
      // A name of a module that has no value yet.
      return VALUE_UNKNOWN;
    }
  } else if (definedKind !== LOCATION_ENTRY) return VALUE_UNKNOWN;
  else if (types.isMap(owner)) value = mapGet(owner, key);
  else if (types.isSet(owner)) value = setHas(owner, key);
  else return VALUE_UNKNOWN;
  const hash = hashSeen(value);
  return hash === VALUE_UNKNOWN ? VALUE_UNKNOWN : VALUE_HELD + hash;
}

function keep(hash: number, value: unknown): void {
  // The fixed hashes say it themselves.
  if (hash === VALUE_UNKNOWN || hash <= VALUE_EMPTY) return;
  const known = texts.get(hash);
  if (known === '') return;
  if (known === undefined && sizeOf(texts) >= MAX_VALUES) return;
  const text = textOf(value);
  if (known === text) return;
  const shown = known === undefined ? text : '';
  texts.set(hash, shown);
  emit(OP_VALUE, hash, shown);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.length > MAX_LOOKED_AT ? `a text of ${value.length} characters` : quoted(value);
  if (typeof value !== 'bigint') return `${value as number}`;
  return isShort(value) ? `${bigintToString(value, 10)}n` : 'a large bigint';
}

function quoted(text: string): string {
  const { length } = text;
  const shown = isSecretive(text) ? SHOWN_OF_SECRET : MAX_CHARACTERS;
  return length <= shown ? quote(text) : `${quote(slice(text, 0, shown))}… (${length} characters)`;
}

/** One long word of letters and digits. */
function isSecretive(text: string): boolean {
  if (text.length < SECRET_CHARACTERS) return false;
  let hasLetter = false;
  let hasDigit = false;
  const end = text.length < MAX_CHARACTERS ? text.length : MAX_CHARACTERS;
  for (let i = 0; i < end; i++) {
    const code = charCodeAt(text, i);
    if (code <= 32) return false;
    if (code >= 48 && code <= 57) hasDigit = true;
    else if ((code | 32) >= 97 && (code | 32) <= 122) hasLetter = true;
  }
  return hasLetter && hasDigit;
}
