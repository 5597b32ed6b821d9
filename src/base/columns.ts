// HOT
/**
 * Growable columns of numbers: the storage of every table of a trace. Rows are appended, may be changed, never removed.
 *
 * Rows lie in pages, so that growing copies nothing. What lies together in a trace is alike (rows of one time, of one thread, that name rows near by): a page keeps the distance to a
 * number of its own in as few bytes as its rows need. A trace takes less than half of what full-width columns take.
 */

const PAGE_BITS = 12;
const PAGE_ROWS = 1 << PAGE_BITS;
const IN_PAGE = PAGE_ROWS - 1;
/** What most columns say where there is no row to name. */
const NONE = -1;
/** How many distances a page of one or two bytes a row can tell; 0 is for NONE. */
const MAX_BYTE = 0xff;
const MAX_SHORT = 0xffff;

type IntegerPage = Uint8Array | Uint16Array | Int32Array;
const NO_ROWS = new Uint8Array(0);

/** A column of 32-bit integers. */
export class Int32Column {
  readonly #pages: IntegerPage[] = [];
  /** What is added to what stands in a page; 0 there is NONE. */
  readonly #bases: number[] = [];
  /** The largest distance that fits into a page; 0: every integer does. */
  readonly #limits: number[] = [];
  /** The same of the newest page, which most rows are put into. */
  #newest: IntegerPage = NO_ROWS;
  #newestBase = 0;
  #newestLimit = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Appends and returns the row's index. */
  push(value: number): number {
    const row = this.#length;
    const inPage = row & IN_PAGE;
    const integer = value | 0;
    if (inPage === 0) this.#addPage(integer);
    this.#length = row + 1;
    const distance = integer === NONE ? 0 : integer - this.#newestBase;
    if (integer === NONE || (distance > 0 && distance <= this.#newestLimit)) this.#newest[inPage] = distance;
    else this.#put(row, integer);
    return row;
  }

  /** Value of a row; 0 beyond the end. */
  at(row: number): number {
    if (row >>> 0 >= this.#length) return 0;
    const page = row >>> PAGE_BITS;
    const distance = (this.#pages[page] as IntegerPage)[row & IN_PAGE] as number;
    return distance === 0 ? NONE : (distance + (this.#bases[page] as number)) | 0;
  }

  set(row: number, value: number): void {
    if (row >>> 0 < this.#length) this.#put(row, value | 0);
  }

  get byteLength(): number {
    return this.#pages.reduce((sum, page) => sum + page.byteLength, 0);
  }

  #put(row: number, value: number): void {
    const page = row >>> PAGE_BITS;
    const distance = value === NONE ? 0 : value - (this.#bases[page] as number);
    const limit = this.#limits[page] as number;
    if (limit === 0 || value === NONE || (distance > 0 && distance <= limit)) (this.#pages[page] as IntegerPage)[row & IN_PAGE] = distance;
    else this.#widen(page, row, value);
  }

  /** As wide as the page before; the first value is to have room on both sides. */
  #addPage(value: number): void {
    const limit = this.#limits.length === 0 ? MAX_BYTE : (this.#limits[this.#limits.length - 1] as number);
    this.#limits.push(limit);
    this.#bases.push(limit === 0 || value === NONE ? NONE : value - ((limit + 1) >> 3));
    this.#pages.push(limit === 0 ? new Int32Array(PAGE_ROWS) : limit === MAX_BYTE ? new Uint8Array(PAGE_ROWS) : new Uint16Array(PAGE_ROWS));
    this.#knowNewest();
  }

  #knowNewest(): void {
    const page = this.#pages.length - 1;
    this.#newest = this.#pages[page] as IntegerPage;
    this.#newestBase = this.#bases[page] as number;
    this.#newestLimit = (this.#limits[page] as number) || Number.MAX_SAFE_INTEGER;
  }

  /** Gives a page the room for one more value, then puts it there. */
  #widen(page: number, row: number, value: number): void {
    let min = value;
    let max = value;
    const first = page << PAGE_BITS;
    const end = Math.min(this.#length, first + PAGE_ROWS);
    const values = new Int32Array(PAGE_ROWS);
    for (let at = first; at < end; at++) {
      const known = at === row ? value : this.at(at);
      values[at - first] = known;
      if (known === NONE) continue;
      if (known < min) min = known;
      if (known > max) max = known;
    }
    const spare = MAX_SHORT - 1 - (max - min);
    const isShort = spare >= 0;
    // A page of full width holds each value plus one.
    const base = isShort ? min - 1 - (spare >> 2) : NONE;
    const wider = isShort ? new Uint16Array(PAGE_ROWS) : new Int32Array(PAGE_ROWS);
    this.#pages[page] = wider;
    this.#bases[page] = base;
    this.#limits[page] = isShort ? MAX_SHORT : 0;
    for (let at = first; at < end; at++) {
      const known = values[at - first] as number;
      wider[at - first] = known === NONE ? 0 : known - base;
    }
    this.#knowNewest();
  }
}

/** Times on the wire are whole numbers of these, in nanoseconds. */
const TICK = 64;
const MAX_STEPS = 0xffffffff;

/** A column of doubles: times in nanoseconds, or whatever comes in steps of one size. */
export class Float64Column {
  readonly #step: number;
  /** Its reciprocal: exact for powers of two, and what comes of it is checked. */
  readonly #perStep: number;
  readonly #pages: (Uint32Array | Float64Array)[] = [];
  /** What steps are counted from, in pages of steps; NaN as long as it is not known. Steps of 0 are NaN. */
  readonly #bases: number[] = [];
  /** 1: the page holds the numbers themselves. */
  readonly #plain: number[] = [];
  #length = 0;

  /** `step`: what most values differ by a multiple of; any other can be stored, too. */
  constructor(step: number = TICK) {
    this.#step = step;
    this.#perStep = 1 / step;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): number {
    const row = this.#length;
    if ((row & IN_PAGE) === 0) {
      const plain = this.#plain.length === 0 ? 0 : (this.#plain[this.#plain.length - 1] as number);
      this.#plain.push(plain);
      this.#bases.push(Number.NaN);
      this.#pages.push(plain === 1 ? new Float64Array(PAGE_ROWS) : new Uint32Array(PAGE_ROWS));
    }
    this.#length = row + 1;
    this.#put(row, value);
    return row;
  }

  /** Value of a row; 0 beyond the end. */
  at(row: number): number {
    if (row >>> 0 >= this.#length) return 0;
    const page = row >>> PAGE_BITS;
    const steps = (this.#pages[page] as Uint32Array | Float64Array)[row & IN_PAGE] as number;
    if (this.#plain[page] === 1) return steps;
    return steps === 0 ? Number.NaN : (this.#bases[page] as number) + (steps - 1) * this.#step;
  }

  set(row: number, value: number): void {
    if (row >>> 0 < this.#length) this.#put(row, value);
  }

  get byteLength(): number {
    return this.#pages.reduce((sum, page) => sum + page.byteLength, 0);
  }

  #put(row: number, value: number): void {
    const page = row >>> PAGE_BITS;
    const rows = this.#pages[page] as Uint32Array | Float64Array;
    if (this.#plain[page] === 1) {
      rows[row & IN_PAGE] = value;
      return;
    }
    if (Number.isNaN(value)) {
      rows[row & IN_PAGE] = 0;
      return;
    }
    let base = this.#bases[page] as number;
    // Most later values are larger.
    if (Number.isNaN(base)) this.#bases[page] = base = value - (MAX_STEPS >>> 2) * this.#step;
    const steps = (value - base) * this.#perStep + 1;
    if (steps >= 1 && steps <= MAX_STEPS && Math.floor(steps) === steps && base + (steps - 1) * this.#step === value) {
      rows[row & IN_PAGE] = steps;
    } else this.#makePlain(page, row, value);
  }

  #makePlain(page: number, row: number, value: number): void {
    const plain = new Float64Array(PAGE_ROWS);
    const first = page << PAGE_BITS;
    const end = Math.min(this.#length, first + PAGE_ROWS);
    for (let at = first; at < end; at++) plain[at - first] = at === row ? value : this.at(at);
    this.#pages[page] = plain;
    this.#plain[page] = 1;
  }
}

const FIRST_CAPACITY = 64;

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
