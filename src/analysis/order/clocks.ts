// HOT
/**
 * Sparse chain clocks: the order relation of a growing partial order, with O(1) or O(log k) queries. Nodes are numbered from 0 in an order that extends the relation.
 * Every node lies on a chain (a totally ordered run of nodes); its clock says how far into every other chain it looks back.
 * Chains that nobody extended for a long while are forgotten: a query about their nodes answers "ordered" (a miss, never a false alarm).
 *
 * After EventRacer's chain decomposition (Raychev et al., OOPSLA 2013) with FastTrack-like epochs for nodes of one chain.
 */

/** A chain that was not extended for this many nodes is forgotten. */
const CHAIN_WINDOW = 200_000;
/** More chains than this are not remembered at a time: the ones that were extended longest ago are forgotten first. Bounds the length of a clock. */
const MAX_CHAINS = 1024;
/** All clocks together hold at most this many numbers (128 MB); then those of the older half of the nodes are dropped. */
const MAX_NUMBERS = 32 << 20;

/** Sorted (chain, position) pairs; shared between nodes, never changed. Where it lies in the store: its length, then its numbers. */
type Clock = number;
const EMPTY: Clock = 0;

export class ChainClocks {
  #chain: Int32Array;
  #position: Int32Array;
  /** Clock of each node. */
  #base: Int32Array;
  readonly #store = new ClockStore();
  /** Last node of each chain. */
  readonly #tail: number[] = [];
  readonly #tailPosition: number[] = [];
  /** Node count when the chain was forgotten; Infinity while remembered. */
  readonly #forgottenAt: number[] = [];
  #count = 0;
  #oldestChain = 0;
  #liveChains = 0;
  #numbers = 0;
  #droppedBelow = 0;
  readonly #kept: number[] = [];
  readonly #scratch = new ClockScratch();

  constructor(capacity: number = 1024) {
    this.#chain = new Int32Array(capacity);
    this.#position = new Int32Array(capacity);
    this.#base = new Int32Array(capacity);
  }

  get length(): number {
    return this.#count;
  }

  /** Adds the next node; `predecessors` are earlier nodes (duplicates and dominated ones allowed). Returns its number. */
  add(predecessors: readonly number[]): number {
    const node = this.#count++;
    if (node === this.#chain.length) this.#grow();
    const kept = this.#undominated(predecessors);
    let chain = -1;
    for (let i = 0; i < kept.length && chain < 0; i++) {
      const c = this.#chain[kept[i] as number] as number;
      if (this.#tail[c] === kept[i] && this.#forgottenAt[c] === Infinity) chain = c;
    }
    if (kept.length === 1 && chain >= 0) this.#base[node] = this.#base[kept[0] as number] as Clock;
    else {
      const clock = this.#join(kept);
      if (chain < 0) chain = this.#idleChain(clock);
      this.#base[node] = clock;
      this.#numbers += this.#store.lengthOf(clock);
    }
    if (chain < 0) {
      chain = this.#tail.length;
      this.#tail.push(node);
      this.#tailPosition.push(0);
      this.#forgottenAt.push(Infinity);
      this.#liveChains++;
    }
    const position = (this.#tailPosition[chain] as number) + 1;
    this.#tail[chain] = node;
    this.#tailPosition[chain] = position;
    this.#chain[node] = chain;
    this.#position[node] = position;
    if ((node & 0x3fff) === 0 || this.#liveChains > MAX_CHAINS) this.#forget(node);
    if (this.#numbers > MAX_NUMBERS) this.#dropOlderHalf();
    return node;
  }

  /** True if `a` happens before `b` or is `b`. */
  isOrdered(a: number, b: number): boolean {
    if (a === b) return true;
    if (a > b) return false;
    // Dropped clocks knew nothing of later nodes, so only what lies before the drop is uncertain.
    if (a < this.#droppedBelow) return true;
    const chain = this.#chain[a] as number;
    const position = this.#position[a] as number;
    if (chain === this.#chain[b]) return position <= (this.#position[b] as number);
    if (b >= (this.#forgottenAt[chain] as number)) return true;
    return this.#store.positionIn(this.#base[b] as Clock, chain) >= position;
  }

  /** Valid until the next call. */
  #undominated(predecessors: readonly number[]): readonly number[] {
    const kept = this.#kept;
    kept.length = 0;
    for (let k = 0; k < predecessors.length; k++) {
      const p = predecessors[k] as number;
      let isDominated = false;
      for (let i = 0; i < kept.length && !isDominated; i++) isDominated = this.isOrdered(p, kept[i] as number);
      if (isDominated) continue;
      for (let i = kept.length - 1; i >= 0; i--) if (this.isOrdered(kept[i] as number, p)) kept.splice(i, 1);
      kept.push(p);
    }
    return kept;
  }

  /** Clock that looks back to all of `nodes`. */
  #join(nodes: readonly number[]): Clock {
    if (nodes.length === 0) return EMPTY;
    const scratch = this.#scratch;
    scratch.clear();
    let merged = EMPTY;
    for (let i = 0; i < nodes.length; i++) {
      const clock = this.#base[nodes[i] as number] as Clock;
      if (clock === merged || clock === EMPTY) continue;
      const numbers = this.#store.numbersOf(clock);
      if (scratch.length === 0) {
        scratch.take(numbers);
        merged = clock;
      } else {
        scratch.merge(numbers, this.#forgottenAt);
        merged = EMPTY;
      }
    }
    let isChanged = merged === EMPTY;
    for (let i = 0; i < nodes.length; i++) {
      const n = nodes[i] as number;
      if (scratch.raise(this.#chain[n] as number, this.#position[n] as number)) isChanged = true;
    }
    return isChanged ? this.#store.add(scratch.numbers()) : merged;
  }

  /** A chain whose newest node lies behind the clock: it can be extended without claiming an order that is not there. Keeps chains as few as there is concurrency. */
  #idleChain(clock: Clock): number {
    const numbers = this.#store.numbersOf(clock);
    for (let i = numbers.length - 2; i >= 0; i -= 2) {
      const c = numbers[i] as number;
      if (this.#forgottenAt[c] === Infinity && (numbers[i + 1] as number) >= (this.#tailPosition[c] as number)) return c;
    }
    return -1;
  }

  #forget(node: number): void {
    let limit = node - CHAIN_WINDOW;
    if (this.#liveChains > MAX_CHAINS) {
      const tails: number[] = [];
      for (let c = this.#oldestChain; c < this.#tail.length; c++) {
        if (this.#forgottenAt[c] === Infinity) tails.push(this.#tail[c] as number);
      }
      tails.sort((a, b) => a - b);
      limit = Math.max(limit, tails[tails.length >> 1] as number);
    }
    for (let c = this.#oldestChain; c < this.#tail.length; c++) {
      if (this.#forgottenAt[c] === Infinity && (this.#tail[c] as number) < limit) {
        this.#forgottenAt[c] = node + 1;
        this.#liveChains--;
      }
      if (c === this.#oldestChain && this.#forgottenAt[c] !== Infinity) this.#oldestChain++;
    }
  }

  #dropOlderHalf(): void {
    const end = this.#droppedBelow + ((this.#count - this.#droppedBelow) >> 1);
    let last: Clock = EMPTY;
    for (let node = this.#droppedBelow; node < end; node++) {
      const clock = this.#base[node] as Clock;
      // Neighbours share clocks; count each once.
      if (clock !== last) this.#numbers -= this.#store.lengthOf(clock);
      last = clock;
      this.#base[node] = EMPTY;
    }
    this.#droppedBelow = end;
    this.#store.keep(this.#base.subarray(end, this.#count));
  }

  #grow(): void {
    const size = this.#chain.length * 2;
    const chain = new Int32Array(size);
    chain.set(this.#chain);
    this.#chain = chain;
    const position = new Int32Array(size);
    position.set(this.#position);
    this.#position = position;
    const base = new Int32Array(size);
    base.set(this.#base);
    this.#base = base;
  }
}

const PAGE_BITS = 14;
const PAGE_NUMBERS = 1 << PAGE_BITS;
const IN_PAGE = PAGE_NUMBERS - 1;
const NO_NUMBERS = new Int32Array(0);

/** Clocks one behind the other in pages: a million arrays of their own would take more than what is in them. */
class ClockStore {
  /** The first number is the length of the empty clock. */
  readonly #pages: Int32Array[] = [new Int32Array(PAGE_NUMBERS)];
  /** Numbers of pages that were given back. */
  readonly #free: number[] = [];
  #newest = 0;
  #used = 1;

  add(numbers: Int32Array): Clock {
    if (numbers.length === 0) return EMPTY;
    const length = numbers.length + 1;
    if (this.#used + length > PAGE_NUMBERS) {
      this.#newest = this.#free.pop() ?? this.#pages.length;
      // One that is longer than a page has a longer one for itself.
      this.#pages[this.#newest] = new Int32Array(Math.max(PAGE_NUMBERS, length));
      this.#used = 0;
    }
    const page = this.#pages[this.#newest] as Int32Array;
    const at = this.#used;
    page[at] = numbers.length;
    page.set(numbers, at + 1);
    this.#used += length;
    return (this.#newest << PAGE_BITS) | at;
  }

  lengthOf(clock: Clock): number {
    return (this.#pages[clock >>> PAGE_BITS] as Int32Array)[clock & IN_PAGE] as number;
  }

  numbersOf(clock: Clock): Int32Array {
    const page = this.#pages[clock >>> PAGE_BITS] as Int32Array;
    const at = clock & IN_PAGE;
    return page.subarray(at + 1, at + 1 + (page[at] as number));
  }

  /** Position known for a chain, 0 if none. */
  positionIn(clock: Clock, chain: number): number {
    const page = this.#pages[clock >>> PAGE_BITS] as Int32Array;
    const first = (clock & IN_PAGE) + 1;
    let low = 0;
    let high = ((page[first - 1] as number) >> 1) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const c = page[first + middle * 2] as number;
      if (c === chain) return page[first + middle * 2 + 1] as number;
      if (c < chain) low = middle + 1;
      else high = middle - 1;
    }
    return 0;
  }

  /** Pages in which none of these clocks lies are given back. */
  keep(clocks: Int32Array): void {
    const isUsed = new Uint8Array(this.#pages.length);
    isUsed[0] = isUsed[this.#newest] = 1;
    for (const clock of clocks) isUsed[clock >>> PAGE_BITS] = 1;
    for (let page = 0; page < isUsed.length; page++) {
      if (isUsed[page] === 1 || this.#pages[page] === NO_NUMBERS) continue;
      this.#pages[page] = NO_NUMBERS;
      this.#free.push(page);
    }
  }
}

/** A clock in work: grown in place, so that only the finished one is allocated. */
class ClockScratch {
  #data = new Int32Array(256);
  #other = new Int32Array(256);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  take(numbers: Int32Array): void {
    this.#reserve(numbers.length);
    this.#data.set(numbers);
    this.length = numbers.length;
  }

  /** The later of both for each chain that is remembered. */
  merge(b: Int32Array, forgottenAt: readonly number[]): void {
    this.#reserve(this.length + b.length);
    const a = this.#data;
    const out = this.#other;
    const aLength = this.length;
    const bLength = b.length;
    let n = 0;
    let i = 0;
    let k = 0;
    while (i < aLength || k < bLength) {
      const ca = i < aLength ? (a[i] as number) : 0x7fffffff;
      const cb = k < bLength ? (b[k] as number) : 0x7fffffff;
      const chain = ca < cb ? ca : cb;
      let position = 0;
      if (ca === chain) {
        position = a[i + 1] as number;
        i += 2;
      }
      if (cb === chain) {
        const other = b[k + 1] as number;
        if (other > position) position = other;
        k += 2;
      }
      if (forgottenAt[chain] !== Infinity) continue;
      out[n++] = chain;
      out[n++] = position;
    }
    this.#data = out;
    this.#other = a;
    this.length = n;
  }

  /** Sees to it that the chain is known as far as `position`; false if it was. */
  raise(chain: number, position: number): boolean {
    this.#reserve(this.length + 2);
    const data = this.#data;
    let low = 0;
    let high = this.length >> 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((data[middle * 2] as number) < chain) low = middle + 1;
      else high = middle;
    }
    const at = low * 2;
    if (at < this.length && data[at] === chain) {
      if ((data[at + 1] as number) >= position) return false;
    } else {
      data.copyWithin(at + 2, at, this.length);
      this.length += 2;
      data[at] = chain;
    }
    data[at + 1] = position;
    return true;
  }

  /** Valid until the next change. */
  numbers(): Int32Array {
    return this.#data.subarray(0, this.length);
  }

  #reserve(length: number): void {
    if (length <= this.#data.length) return;
    const grown = new Int32Array(length * 2);
    grown.set(this.#data);
    this.#data = grown;
    this.#other = new Int32Array(length * 2);
  }
}
