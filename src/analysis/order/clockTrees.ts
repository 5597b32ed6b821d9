// HOT
/**
 * Clocks that share what they have in common. A clock is a tree of four branches a node over a fixed number of slots; nodes never change, so two clocks that agree about
 * most slots have most nodes in common, and joining them looks only at where they differ. (The idea of persistent maps; tree clocks, Mathur et al., ASPLOS 2022, serve the same end.)
 */

/** Number of a clock's top node; the same number is the same clock. */
export type Clock = number;
/** Knows of nothing. */
export const EMPTY: Clock = 0;

const FAN_OUT = 4;
/** Bits of a slot that choose a branch of the top node: 8, of its children: 6, and so on; the last ones choose a position in a leaf. */
const TOP_SHIFT = 8;
/** A clock has a position for each of so many slots. */
export const CLOCK_SLOTS = FAN_OUT << TOP_SHIFT;
const PAGE_BITS = 16;
const IN_PAGE = (1 << PAGE_BITS) - 1;

export class ClockTrees {
  /** Nodes of four numbers, one behind the other: positions in a leaf, nodes above. Node 0 is empty, on every level. */
  readonly #pages: Int32Array[] = [new Int32Array(1 << PAGE_BITS)];
  /** 1 for each node in which `findReached` found nothing. Tails only rise: it will never find anything there. */
  readonly #isBehind: Uint8Array[] = [new Uint8Array((1 << PAGE_BITS) / FAN_OUT)];
  #end = FAN_OUT;
  /** First of the nodes that were given back, each of which has the next one in it; 0 for none. */
  #free = 0;
  #numbers = 0;

  /** So many numbers are in all nodes that were not given back. */
  get numbers(): number {
    return this.#numbers;
  }

  /** Position known for a slot, 0 if none. */
  at(clock: Clock, slot: number): number {
    let node = clock;
    for (let shift = TOP_SHIFT; shift >= 0 && node !== EMPTY; shift -= 2) node = this.#read(node, (slot >>> shift) & 3);
    return node;
  }

  /** The later position of both for each slot. */
  join(a: Clock, b: Clock): Clock {
    return this.#join(a, b, TOP_SHIFT);
  }

  /** The same clock, but the slot is known at least as far as `position`. */
  raise(clock: Clock, slot: number, position: number): Clock {
    return this.#raise(clock, slot, position, TOP_SHIFT);
  }

  /** The last slot that the clock knows as far as `tails` says, -1 if there is none. No tail may be lower than the last time. */
  findReached(clock: Clock, tails: Int32Array): number {
    return this.#findReached(clock, tails, 0, TOP_SHIFT);
  }

  /** All nodes that are in none of these clocks are given back. */
  keep(clocks: Int32Array): void {
    const isUsed = new Uint8Array(this.#end / FAN_OUT);
    isUsed[EMPTY] = 1;
    for (const clock of clocks) this.#mark(clock, isUsed, TOP_SHIFT);
    this.#free = 0;
    this.#numbers = 0;
    for (let node = this.#end - FAN_OUT; node > EMPTY; node -= FAN_OUT) {
      if (isUsed[node / FAN_OUT] === 1) this.#numbers += FAN_OUT;
      else {
        (this.#pages[node >>> PAGE_BITS] as Int32Array)[node & IN_PAGE] = this.#free;
        this.#free = node;
      }
    }
  }

  #join(a: number, b: number, shift: number): number {
    if (a === b || b === EMPTY) return a;
    if (a === EMPTY) return b;
    const ofA = this.#pages[a >>> PAGE_BITS] as Int32Array;
    const ofB = this.#pages[b >>> PAGE_BITS] as Int32Array;
    const i = a & IN_PAGE;
    const k = b & IN_PAGE;
    const a0 = ofA[i] as number;
    const a1 = ofA[i + 1] as number;
    const a2 = ofA[i + 2] as number;
    const a3 = ofA[i + 3] as number;
    const b0 = ofB[k] as number;
    const b1 = ofB[k + 1] as number;
    const b2 = ofB[k + 2] as number;
    const b3 = ofB[k + 3] as number;
    const isLeaf = shift === 0;
    const n0 = isLeaf ? Math.max(a0, b0) : this.#join(a0, b0, shift - 2);
    const n1 = isLeaf ? Math.max(a1, b1) : this.#join(a1, b1, shift - 2);
    const n2 = isLeaf ? Math.max(a2, b2) : this.#join(a2, b2, shift - 2);
    const n3 = isLeaf ? Math.max(a3, b3) : this.#join(a3, b3, shift - 2);
    if (n0 === a0 && n1 === a1 && n2 === a2 && n3 === a3) return a;
    if (n0 === b0 && n1 === b1 && n2 === b2 && n3 === b3) return b;
    return this.#add(n0, n1, n2, n3);
  }

  #raise(node: number, slot: number, position: number, shift: number): number {
    const branch = (slot >>> shift) & 3;
    const old = this.#read(node, branch);
    const changed = shift === 0 ? Math.max(old, position) : this.#raise(old, slot, position, shift - 2);
    if (changed === old) return node;
    const page = this.#pages[node >>> PAGE_BITS] as Int32Array;
    const at = node & IN_PAGE;
    return this.#add(
      branch === 0 ? changed : (page[at] as number),
      branch === 1 ? changed : (page[at + 1] as number),
      branch === 2 ? changed : (page[at + 2] as number),
      branch === 3 ? changed : (page[at + 3] as number),
    );
  }

  #findReached(node: number, tails: Int32Array, firstSlot: number, shift: number): number {
    if (node === EMPTY) return -1;
    const isBehind = this.#isBehind[node >>> PAGE_BITS] as Uint8Array;
    const at = (node & IN_PAGE) / FAN_OUT;
    if (isBehind[at] === 1) return -1;
    for (let branch = FAN_OUT - 1; branch >= 0; branch--) {
      const slot = firstSlot + (branch << shift);
      const below = this.#read(node, branch);
      if (shift > 0) {
        const found = this.#findReached(below, tails, slot, shift - 2);
        if (found >= 0) return found;
      } else if (below > 0 && below >= (tails[slot] as number)) return slot;
    }
    isBehind[at] = 1;
    return -1;
  }

  #mark(node: number, isUsed: Uint8Array, shift: number): void {
    if (isUsed[node / FAN_OUT] === 1) return;
    isUsed[node / FAN_OUT] = 1;
    if (shift === 0) return;
    for (let branch = 0; branch < FAN_OUT; branch++) this.#mark(this.#read(node, branch), isUsed, shift - 2);
  }

  #read(node: number, branch: number): number {
    return (this.#pages[node >>> PAGE_BITS] as Int32Array)[(node & IN_PAGE) + branch] as number;
  }

  #add(n0: number, n1: number, n2: number, n3: number): number {
    let node = this.#free;
    if (node === 0) {
      node = this.#end;
      this.#end += FAN_OUT;
      if (node >>> PAGE_BITS === this.#pages.length) {
        this.#pages.push(new Int32Array(1 << PAGE_BITS));
        this.#isBehind.push(new Uint8Array((1 << PAGE_BITS) / FAN_OUT));
      }
    } else {
      this.#free = this.#read(node, 0);
      (this.#isBehind[node >>> PAGE_BITS] as Uint8Array)[(node & IN_PAGE) / FAN_OUT] = 0;
    }
    const page = this.#pages[node >>> PAGE_BITS] as Int32Array;
    const at = node & IN_PAGE;
    page[at] = n0;
    page[at + 1] = n1;
    page[at + 2] = n2;
    page[at + 3] = n3;
    this.#numbers += FAN_OUT;
    return node;
  }
}
