/** Lists by key: of values that come one by one, and of the rows of a table. */

/** Adds a value to the list of its key, which is made with its first one. */
export function addTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Adds a value to the set of its key, which is made with its first one. */
export function addToSet<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

/** Lists with more rows are kept when they were asked for. */
const LONG = 64;

/** Rows of a table by a number that each of them has: made in one pass, in two numbers a row. */
export class RowLists {
  /** Rows plus one; 0 for none: what is in no list is never written, and so takes no memory. */
  readonly #first: Int32Array;
  readonly #next: Int32Array;
  /** Long lists that were asked for: some rules ask for the same one with each row in it. */
  readonly #long = new Map<number, readonly number[]>();

  /** `keyOf` gives a row's key, which is below `keys`; below 0 for a row that is in no list. */
  constructor(keys: number, rows: number, keyOf: (row: number) => number) {
    this.#first = new Int32Array(keys);
    this.#next = new Int32Array(rows);
    for (let row = rows - 1; row >= 0; row--) {
      const key = keyOf(row);
      if (key < 0) continue;
      this.#next[row] = this.#first[key] as number;
      this.#first[key] = row + 1;
    }
  }

  /** The rows of a key, in their order. */
  of(key: number): readonly number[] {
    const known = this.#long.get(key);
    if (known !== undefined) return known;
    const rows: number[] = [];
    for (let next = this.#first[key] ?? 0; next > 0; next = this.#next[next - 1] as number) rows.push(next - 1);
    if (rows.length > LONG) this.#long.set(key, rows);
    return rows;
  }
}
