/** What a loop of the program goes through, beside it, round by round: a pattern takes each element apart without giving it a name (`for (const { done } of jobs)`). Calls no code of the program. */
import { types } from 'node:util';
import { heldIn, namesIn } from './runtimeHeld.ts';

export interface Rounds {
  next(): void;
  /** What the round at hand has been given. */
  element(): unknown;
}

const { isArray } = Array;
type Values = Iterator<unknown>;
const bound = <T>(method: unknown): T => Function.prototype.call.bind(method as Function) as T;
const valuesOfMap = bound<(map: unknown) => Values>(Map.prototype.values);
const valuesOfSet = bound<(set: unknown) => Values>(Set.prototype.values);
const nextOfMap = bound<(values: Values) => IteratorResult<unknown>>(new Map().values().next);
const nextOfSet = bound<(values: Values) => IteratorResult<unknown>>(new Set().values().next);

class RoundsOfList implements Rounds {
  readonly #list: object;
  readonly #part: string;
  #at = -1;

  constructor(list: object, part: string) {
    this.#list = list;
    this.#part = part;
  }

  next(): void {
    this.#at++;
  }

  element(): unknown {
    const element = heldIn(this.#list, this.#at);
    return this.#part === '*' ? element : heldIn(element, this.#part);
  }
}

class RoundsOfValues implements Rounds {
  #element: unknown;
  readonly #values: Values;
  readonly #nextOf: (values: Values) => IteratorResult<unknown>;

  constructor(values: Values, nextOf: (values: Values) => IteratorResult<unknown>) {
    this.#values = values;
    this.#nextOf = nextOf;
  }

  next(): void {
    this.#element = this.#nextOf(this.#values).value as unknown;
  }

  element(): unknown {
    return this.#element;
  }
}

/** See Runtime.M. */
export function roundsOf(holder: unknown, part: string): Rounds | undefined {
  if (types.isProxy(holder)) return undefined;
  if (part === '') {
    const held = namesIn(holder).map((name) => heldIn(holder, name));
    return new RoundsOfList(held, '*');
  }
  if (isArray(holder)) return new RoundsOfList(holder, part);
  if (types.isMap(holder)) return new RoundsOfValues(valuesOfMap(holder), nextOfMap);
  return types.isSet(holder) ? new RoundsOfValues(valuesOfSet(holder), nextOfSet) : undefined;
}
