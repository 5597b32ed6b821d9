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
/** How many distances a page of one or two bytes a row can tell; 0 is for what most rows of the page say. */
const MAX_BYTE = 0xff;
const MAX_SHORT = 0xffff;

type IntegerPage = Uint8Array | Uint16Array | Int32Array;
const NO_ROWS = new Uint8Array(0);
/** Stands for every page whose rows are all alike: nothing but zeros is ever written to it. */
const ALIKE = new Uint8Array(PAGE_ROWS);
/** Limit of such a page: no distance fits into it. */
const NO_ROOM = -1;
/** Limit of a page of full width: every integer fits. */
const ANY = 0;
/** One page of so many begins narrow, whatever the one before needed. */
const TRY_NARROW = 16;

/** A column of 32-bit integers. */
export class Int32Column {
  readonly #pages: IntegerPage[] = [];
  /** What is added to what stands in a page. */
  readonly #bases: number[] = [];
  /** What 0 in a page stands for. */
  readonly #zeros: number[] = [];
  /** The largest distance that fits into a page. */
  readonly #limits: number[] = [];
  /** The same of the newest page, which most rows are put into. */
  #newest: IntegerPage = NO_ROWS;
  #newestBase = 0;
  #newestZero = NONE;
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
    if (integer === this.#newestZero) this.#newest[inPage] = 0;
    else {
      const distance = integer - this.#newestBase;
      if (distance > 0 && distance <= this.#newestLimit) this.#newest[inPage] = distance;
      else this.#put(row, integer);
    }
    return row;
  }

  /** Value of a row; 0 beyond the end. */
  at(row: number): number {
    if (row >>> 0 >= this.#length) return 0;
    const page = row >>> PAGE_BITS;
    const distance = (this.#pages[page] as IntegerPage)[row & IN_PAGE] as number;
    return distance === 0 ? (this.#zeros[page] as number) : (distance + (this.#bases[page] as number)) | 0;
  }

  set(row: number, value: number): void {
    if (row >>> 0 < this.#length) this.#put(row, value | 0);
  }

  get byteLength(): number {
    return this.#pages.reduce((sum, page) => sum + (page === ALIKE ? 0 : page.byteLength), 0);
  }

  #put(row: number, value: number): void {
    const page = row >>> PAGE_BITS;
    const rows = this.#pages[page] as IntegerPage;
    const distance = value - (this.#bases[page] as number);
    const limit = this.#limits[page] as number;
    if (value === this.#zeros[page]) rows[row & IN_PAGE] = 0;
    else if (limit === ANY || (distance > 0 && distance <= limit)) rows[row & IN_PAGE] = distance;
    else this.#widen(page, row, value);
  }

  #addPage(value: number): void {
    this.#pages.push(ALIKE);
    this.#bases.push(NONE);
    this.#zeros.push(value);
    this.#limits.push(NO_ROOM);
    this.#knowNewest();
  }

  #knowNewest(): void {
    const page = this.#pages.length - 1;
    this.#newest = this.#pages[page] as IntegerPage;
    this.#newestBase = this.#bases[page] as number;
    this.#newestZero = this.#zeros[page] as number;
    this.#newestLimit = (this.#limits[page] as number) || Number.MAX_SAFE_INTEGER;
  }

  /** Gives a page the room for one more value, then puts it there: most at once as wide as the page before, since they will be as that one is. */
  #widen(page: number, row: number, value: number): void {
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
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
    const before = page % TRY_NARROW === 0 ? NO_ROOM : (this.#limits[page - 1] as number);
    const isKnown = this.#limits[page] !== NO_ROOM;
    const isByte = !isKnown && max - min < MAX_BYTE >> 1 && (before === NO_ROOM || before === MAX_BYTE);
    const limit = isByte ? MAX_BYTE : max - min < MAX_SHORT && (isKnown || before !== ANY) ? MAX_SHORT : ANY;
    // The values have room on both sides. A page of full width holds each value plus one.
    const base = limit === ANY ? NONE : min - 1 - ((limit - 1 - (max - min)) >> 2);
    const wider = isByte ? new Uint8Array(PAGE_ROWS) : limit === MAX_SHORT ? new Uint16Array(PAGE_ROWS) : new Int32Array(PAGE_ROWS);
    this.#pages[page] = wider;
    this.#bases[page] = base;
    this.#zeros[page] = NONE;
    this.#limits[page] = limit;
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
/** Stands for every page in which no number is known: nothing but zeros is ever written to it. */
const UNKNOWN = new Uint32Array(PAGE_ROWS);

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
      this.#plain.push(0);
      this.#bases.push(Number.NaN);
      this.#pages.push(UNKNOWN);
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
    return this.#pages.reduce((sum, page) => sum + (page === UNKNOWN ? 0 : page.byteLength), 0);
  }

  #put(row: number, value: number): void {
    const page = row >>> PAGE_BITS;
    let rows = this.#pages[page] as Uint32Array | Float64Array;
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
    if (Number.isNaN(base)) {
      this.#bases[page] = base = value - (MAX_STEPS >>> 2) * this.#step;
      this.#pages[page] = rows = new Uint32Array(PAGE_ROWS);
    }
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

/** Ids up to this are kept in pages (at most 256 MB when a trace really has that many). */
const MAX_PAGED_ID = 1 << 26;

/** Id → row, for ids that grow: in pages for ordinary ids, in a Map beyond (hostile or very old ids). */
export class IdIndex {
  readonly #pages: (Int32Array | undefined)[] = [];
  readonly #sparse = new Map<number, number>();
  /** Row of the id, -1 if unknown. */
  get(id: number): number {
    if (id >= 0 && id < MAX_PAGED_ID) return this.#pages[id >>> PAGE_BITS]?.[id & IN_PAGE] ?? NONE;
    return this.#sparse.get(id) ?? NONE;
  }
  set(id: number, row: number): void {
    if (!(id >= 0 && id < MAX_PAGED_ID)) {
      this.#sparse.set(id, row);
      return;
    }
    const page = id >>> PAGE_BITS;
    while (this.#pages.length <= page) this.#pages.push(undefined);
    (this.#pages[page] ??= new Int32Array(PAGE_ROWS).fill(NONE))[id & IN_PAGE] = row;
  }
}
