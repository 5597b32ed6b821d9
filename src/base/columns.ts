// HOT
/** Growable columns of numbers: the storage of every table of a trace. Rows are appended, may be changed, never removed. */

const FIRST_CAPACITY = 64;

/** A column of 32-bit integers. */
export class Int32Column {
  #data: Int32Array;
  #length = 0;
  constructor(capacity: number = FIRST_CAPACITY) {
    this.#data = new Int32Array(capacity);
  }
  get length(): number {
    return this.#length;
  }
  /** Appends and returns the row's index. */
  push(value: number): number {
    if (this.#length === this.#data.length) {
      const grown = new Int32Array(this.#data.length * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data[this.#length] = value;
    return this.#length++;
  }
  /** Value of a row; 0 beyond the end. */
  at(index: number): number {
    return this.#data[index] ?? 0;
  }
  set(index: number, value: number): void {
    if (index < this.#length) this.#data[index] = value;
  }
  /** A view of the filled part; valid until the next push. */
  view(): Int32Array {
    return this.#data.subarray(0, this.#length);
  }
  get byteLength(): number {
    return this.#data.byteLength;
  }
}

/** A column of doubles (times in nanoseconds). */
export class Float64Column {
  #data: Float64Array;
  #length = 0;
  constructor(capacity: number = FIRST_CAPACITY) {
    this.#data = new Float64Array(capacity);
  }
  get length(): number {
    return this.#length;
  }
  push(value: number): number {
    if (this.#length === this.#data.length) {
      const grown = new Float64Array(this.#data.length * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data[this.#length] = value;
    return this.#length++;
  }
  at(index: number): number {
    return this.#data[index] ?? 0;
  }
  set(index: number, value: number): void {
    if (index < this.#length) this.#data[index] = value;
  }
  view(): Float64Array {
    return this.#data.subarray(0, this.#length);
  }
  get byteLength(): number {
    return this.#data.byteLength;
  }
}

/** A column of bytes (flags, small kinds). */
export class Uint8Column {
  #data: Uint8Array;
  #length = 0;
  constructor(capacity: number = FIRST_CAPACITY) {
    this.#data = new Uint8Array(capacity);
  }
  get length(): number {
    return this.#length;
  }
  push(value: number): number {
    if (this.#length === this.#data.length) {
      const grown = new Uint8Array(this.#data.length * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data[this.#length] = value;
    return this.#length++;
  }
  at(index: number): number {
    return this.#data[index] ?? 0;
  }
  set(index: number, value: number): void {
    if (index < this.#length) this.#data[index] = value;
  }
  view(): Uint8Array {
    return this.#data.subarray(0, this.#length);
  }
  get byteLength(): number {
    return this.#data.byteLength;
  }
}

/** Id → row, for ids that grow: dense for ordinary ids, a Map beyond (hostile or very old ids). */
export class IdIndex {
  #dense = new Int32Array(256).fill(-1);
  readonly #sparse = new Map<number, number>();
  /** Row of the id, -1 if unknown. */
  get(id: number): number {
    if (id >= 0 && id < this.#dense.length) return this.#dense[id] ?? -1;
    return this.#sparse.get(id) ?? -1;
  }
  set(id: number, row: number): void {
    if (id < 0 || id >= MAX_DENSE_ID) {
      this.#sparse.set(id, row);
      return;
    }
    if (id >= this.#dense.length) {
      let size = this.#dense.length * 2;
      while (size <= id) size *= 2;
      const grown = new Int32Array(size).fill(-1);
      grown.set(this.#dense);
      for (const [key, value] of this.#sparse) if (key < size) grown[key] = value;
      this.#dense = grown;
    }
    this.#dense[id] = row;
  }
}
/** Ids up to this are kept in an array (at most 256 MB when a trace really has that many). */
const MAX_DENSE_ID = 1 << 26;

/** Index of the last element ≤ `value` in a sorted array, -1 if none. */
export function lastAtOrBelow(sorted: { readonly length: number; readonly [index: number]: number }, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle - 1;
  }
  return high;
}
