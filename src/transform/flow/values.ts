/**
 * What a value depends on: a sorted set of small integers, each a record (which read of which location) and four bits. The sets are tiny, so plain arrays win.
 */
import type { CallExpression } from 'acorn';
import type { Access } from './access';
import type { FunctionInfo } from '../scope/bindings';
import type { Location } from './locations';

/** There was an await, yield or callback boundary since the read. */
export const CROSSED = 1;
/** The activation has written the location in the segment of this guard read (test-and-set): the guard has done its work. */
export const DISCHARGED = 2;
/** The value was chosen by the read, not computed from it. */
export const CONTROL = 4;
/** Something was calculated with it: `n + 1` is not what was read. */
export const CHANGED = 8;
const BITS = 4;
/** All that may be said of a record. */
export const MARKS = (1 << BITS) - 1;

export type Value = readonly number[];
export const NOTHING: Value = [];

/** `read`: a read access. `held`: the value stored to the location by this activation. `param`: an argument. `awaited`: the result of an await. `call`: the result of a
 * function that is not in this file. */
export interface Origin {
  readonly kind: 'read' | 'held' | 'param' | 'awaited' | 'call' | 'look' | 'presence';
  readonly access: Access | null;
  readonly location: Location | null;
  readonly fn: FunctionInfo | null;
  readonly index: number;
  readonly call: CallExpression | null;
  /** The call that looked at a file. */
  readonly look?: CallExpression;
  /** A look whether a list holds anything (presence.ts). */
  readonly presence?: { readonly access: Access; readonly list: Location };
}

export class Origins {
  readonly #list: Origin[] = [{ kind: 'awaited', access: null, location: null, fn: null, index: 0, call: null }];
  readonly #byKey = new Map<string, number>();
  /**
   * How many records may still be taken over from called functions. A bundle's functions call each other with values of hundreds of records: typescript.js (9 MB) did
   * not end in ten minutes. Files that people write need 0.15 a character at most.
   */
  left: number;
  /** By read: the reads that are added to it. */
  readonly #sums = new Map<number, ReadonlySet<number>>();

  constructor(characters: number) {
    this.left = 10_000 + characters / 2;
  }

  get(taint: number): Origin {
    const origin = this.#list[taint >> BITS];
    if (!origin) throw new Error('unknown origin');
    return origin;
  }

  #intern(key: string, make: () => Origin): Value {
    let id = this.#byKey.get(key);
    if (id === undefined) {
      id = this.#list.length;
      this.#list.push(make());
      this.#byKey.set(key, id);
    }
    return [id << BITS];
  }

  read(access: Access, location: Location): Value {
    return this.#intern(`r${access.id}:${location.id}`, () => ({ kind: 'read', access, location, fn: null, index: 0, call: null }));
  }

  /** What is added up counts as one: a place that is reserved in one part of the sum is taken in all of it. */
  noteSum(value: Value): Value {
    const parts = value.map((taint) => taint >> BITS).filter((id) => this.#list[id]?.kind === 'read');
    const known = parts.length > 1 && parts.length <= MAX_PARTS ? parts : [];
    for (const id of known) this.#sums.set(id, new Set([...(this.#sums.get(id) ?? []), ...parts]));
    return value;
  }

  /** What a called function has added up is so for its caller, by the names that it has there. */
  noteSumsAs(named: ReadonlyMap<number, Value>): void {
    if (named.size > MAX_PARTS) return;
    for (const id of named.keys()) this.noteSum([...(this.#sums.get(id) ?? [])].flatMap((part) => named.get(part) ?? NOTHING));
  }

  /** Whether the value matches, or is a part of a sum of which another part does. */
  matchesInSum(taint: number, matches: (taint: number) => boolean): boolean {
    if (matches(taint)) return true;
    for (const id of this.#sums.get(taint >> BITS) ?? []) if (matches(id << BITS)) return true;
    return false;
  }

  /** Location → the step in which it was last given a value that does not come from its old one. */
  readonly #replaced = new Map<Location, number>();

  noteReplaced(location: Location, value: Value, tick: number): void {
    if (!value.some((taint) => this.get(taint).location === location)) this.#replaced.set(location, tick);
  }

  /** Without reads of what the same step has stored: a test of that says whether it is what it should be. */
  withoutReplaced(value: Value, tick: number): Value {
    return value.filter((taint) => {
      const { location } = this.get(taint);
      return (taint & CROSSED) !== 0 || location === null || this.#replaced.get(location) !== tick;
    });
  }

  held(location: Location): Value {
    return this.#intern(`h${location.id}`, () => ({ kind: 'held', access: null, location, fn: null, index: 0, call: null }));
  }

  param(fn: FunctionInfo, index: number): Value {
    return this.#intern(`p${fn.index}:${index}`, () => ({ kind: 'param', access: null, location: null, fn, index, call: null }));
  }

  look(node: CallExpression): Value {
    return this.#intern(`l${node.end}`, () => ({
      kind: 'look',
      access: null,
      location: null,
      fn: null,
      index: 0,
      call: null,
      look: node,
    }));
  }

  presence(access: Access, list: Location): Value {
    return this.#intern(`e${access.id}:${list.id}`, () => ({
      kind: 'presence',
      access: null,
      location: null,
      fn: null,
      index: 0,
      call: null,
      presence: { access, list },
    }));
  }

  /** Of calls in a row (`knex(table).select()`) all begin at one place, and each ends at its own. */
  call(node: CallExpression): Value {
    return this.#intern(`c${node.end}`, () => ({ kind: 'call', access: null, location: null, fn: null, index: 0, call: node }));
  }
}

/** Of a sum: people write none with more. */
const MAX_PARTS = 32;

/** What a method is called on counts as its argument of this number. */
export const RECEIVER = 63;

/** The origin of everything that came out of an await. */
export const AWAITED: Value = [CROSSED];

/** A boundary lies between the read and here; `late`: and whatever runs here runs after one, unless it was told already. */
export function hasAged(taint: number, late: boolean): boolean {
  return (taint & CROSSED) !== 0 || (late && (taint & DISCHARGED) === 0);
}

/** The number of the record, whatever came over the value since. */
export function originOf(taint: number): number {
  return taint >> BITS;
}

export function isAwaited(taint: number): boolean {
  return taint >> BITS === 0;
}

/** Of more nothing is told: in a bundle values come to depend on thousands of reads, where files that people write have some sixty at most. */
const MOST = 256;

export function union(a: Value, b: Value): Value {
  if (a.length === 0 || a === b) return b;
  if (b.length === 0) return a;
  const out: number[] = [];
  let i = 0;
  let j = 0;
  while ((i < a.length || j < b.length) && out.length < MOST) {
    const x = a[i] ?? Infinity;
    const y = b[j] ?? Infinity;
    out.push(x < y ? x : y);
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return out.length === a.length ? a : out.length === b.length ? b : out;
}

function mapBits(value: Value, change: (taint: number) => number): Value {
  let out: Value = NOTHING;
  for (let i = 0; i < value.length; i++) {
    const changed = change(value[i] as number);
    if (changed >= 0) out = union(out, [changed]);
  }
  return out;
}

/** Whether all have the mark. */
function areAll(value: Value, mark: number): boolean {
  for (let i = 0; i < value.length; i++) if (((value[i] as number) & mark) === 0) return false;
  return true;
}

/** The same value after a boundary. */
export function crossed(value: Value): Value {
  return areAll(value, CROSSED) ? value : mapBits(value, (t) => ((t & (DISCHARGED | CROSSED)) === DISCHARGED ? -1 : t | CROSSED));
}

/** What is chosen by the value. */
export function control(value: Value): Value {
  return areAll(value, CONTROL) ? value : mapBits(value, (t) => t | CONTROL);
}

/** The value, where what `matches` has only chosen it. */
export function chosenBy(value: Value, matches: (taint: number) => boolean): Value {
  return mapBits(value, (t) => (matches(t) ? t | CONTROL : t));
}

/** What is calculated with the value. */
export function changed(value: Value): Value {
  return mapBits(value, (t) => t | CHANGED);
}

/** Marks the reads that `matches` and that happened in this segment as discharged. */
export function discharge(value: Value, matches: (taint: number) => boolean): Value {
  if (!value.some((t) => (t & (CROSSED | DISCHARGED)) === 0 && matches(t))) return value;
  return mapBits(value, (t) => ((t & CROSSED) === 0 && matches(t) ? t | DISCHARGED : t));
}

/** A result less what the arguments do not answer for. */
export function without(result: Value, values: readonly Value[], answered: readonly Value[]): Value {
  if (values === answered) return result;
  const kept = new Set(answered.flat().map(originOf));
  const dropped = new Set(values.flat().map(originOf));
  return result.filter((taint) => kept.has(originOf(taint)) || !dropped.has(originOf(taint)));
}
