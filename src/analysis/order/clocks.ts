// HOT
/**
 * Chain clocks: the order relation of a growing partial order, with queries in constant time. Nodes are numbered from 0 in an order that extends the relation.
 * Every node lies on a chain (a totally ordered run of nodes); its clock says how far into every other chain it looks back.
 * Chains that nobody extended for a long while are forgotten: a query about their nodes answers "ordered" (a miss, never a false alarm).
 *
 * After EventRacer's chain decomposition (Raychev et al., OOPSLA 2013) with FastTrack-like epochs for nodes of one chain.
 */
import { CLOCK_SLOTS, type Clock, ClockTrees, EMPTY } from './clockTrees.ts';

/** A chain that was not extended for this many nodes is forgotten. */
const CHAIN_WINDOW = 200_000;
/** All clocks together hold at most this many numbers (128 MB); then those of the older half of the nodes are dropped. */
const MAX_NUMBERS = 32 << 20;
/** So many nodes have what others learn from them at hand: most forks follow a node of a moment ago. A power of two. */
const RECENT = 1 << 10;
const NOBODY = -1;

export class ChainClocks {
  #chain: Int32Array;
  #position: Int32Array;
  /** Clock of each node, which does not count for the node's own chain. */
  #base: Int32Array;
  readonly #trees = new ClockTrees();
  /** Where clocks have the position of a chain; the slots of forgotten chains are used again. */
  readonly #slotOf: number[] = [];
  /** Node count when the chain was forgotten; Infinity while remembered. */
  readonly #forgottenAt: number[] = [];
  /** Chain of each slot. */
  readonly #chainIn = new Int32Array(CLOCK_SLOTS).fill(NOBODY);
  /** Its last node. */
  readonly #tail = new Int32Array(CLOCK_SLOTS);
  /** The position of that. It only ever rises, so what a clock knows of an older chain of the slot says nothing of this one. */
  readonly #tailPosition = new Int32Array(CLOCK_SLOTS);
  readonly #freeSlots: number[] = [];
  #count = 0;
  #droppedBelow = 0;
  readonly #kept: number[] = [];
  readonly #recent = new Int32Array(RECENT).fill(NOBODY);
  readonly #clockOfRecent = new Int32Array(RECENT);

  readonly #maxNumbers: number;

  /** `capacity`: as many nodes as there may be. `maxNumbers`: all clocks together hold at most so many. */
  constructor(capacity: number = 1024, maxNumbers: number = MAX_NUMBERS) {
    this.#maxNumbers = maxNumbers;
    this.#chain = new Int32Array(capacity);
    this.#position = new Int32Array(capacity);
    this.#base = new Int32Array(capacity);
    for (let slot = CLOCK_SLOTS - 1; slot >= 0; slot--) this.#freeSlots.push(slot);
  }

  get length(): number {
    return this.#count;
  }

  /** Adds the next node; `predecessors` are earlier nodes (duplicates and dominated ones allowed). Returns its number. */
  add(predecessors: readonly number[]): number {
    const node = this.#count++;
    if (node === this.#chain.length) this.#grow();
    const kept = this.#undominated(predecessors);
    const extended = this.#findTail(kept);
    let clock = extended === NOBODY ? EMPTY : (this.#base[extended] as Clock);
    for (let i = 0; i < kept.length; i++) {
      if (kept[i] !== extended) clock = this.#trees.join(clock, this.#clockFrom(kept[i] as number));
    }
    let slot =
      extended === NOBODY ? this.#trees.findReached(clock, this.#tailPosition) : (this.#slotOf[this.#chain[extended] as number] as number);
    if (slot < 0) slot = this.#begin();
    const position = (this.#tailPosition[slot] as number) + 1;
    this.#tail[slot] = node;
    this.#tailPosition[slot] = position;
    this.#chain[node] = this.#chainIn[slot] as number;
    this.#position[node] = position;
    this.#base[node] = clock;
    if ((node & 0x3fff) === 0) this.#forget(node - CHAIN_WINDOW);
    if (this.#trees.numbers > this.#maxNumbers) this.#dropOlderHalf();
    return node;
  }

  /** True if `a` happens before `b` or is `b`. */
  isOrdered(a: number, b: number): boolean {
    if (a === b) return true;
    if (a > b) return false;
    // Dropped clocks knew nothing of later nodes, so only what lies before the drop is uncertain.
    if (a < this.#droppedBelow) return true;
    return b >= (this.#forgottenAt[this.#chain[a] as number] as number) || this.isKnown(a, b);
  }

  /** The same for two different nodes, but false where it is not known any more: what is forgotten of `a` says nothing of what lies before `a`. */
  isKnown(a: number, b: number): boolean {
    const chain = this.#chain[a] as number;
    const position = this.#position[a] as number;
    if (chain === this.#chain[b]) return position <= (this.#position[b] as number);
    // The slot may have another chain since.
    if (a > b || b >= (this.#forgottenAt[chain] as number)) return false;
    return this.#trees.at(this.#base[b] as Clock, this.#slotOf[chain] as number) >= position;
  }

  /** Those that no other one looks back to for certain: what is forgotten of a node may still know of others. Valid until the next call. */
  #undominated(predecessors: readonly number[]): readonly number[] {
    const kept = this.#kept;
    kept.length = 0;
    for (let k = 0; k < predecessors.length; k++) {
      const p = predecessors[k] as number;
      let isDominated = false;
      for (let i = 0; i < kept.length && !isDominated; i++) isDominated = p === kept[i] || this.isKnown(p, kept[i] as number);
      if (isDominated) continue;
      for (let i = kept.length - 1; i >= 0; i--) if (this.isKnown(kept[i] as number, p)) kept.splice(i, 1);
      kept.push(p);
    }
    return kept;
  }

  /** The first of the nodes that is the last one of its chain: the next node can go on there. */
  #findTail(nodes: readonly number[]): number {
    for (let i = 0; i < nodes.length; i++) {
      const chain = this.#chain[nodes[i] as number] as number;
      const slot = this.#slotOf[chain] as number;
      if (this.#chainIn[slot] === chain && this.#tail[slot] === nodes[i]) return nodes[i] as number;
    }
    return NOBODY;
  }

  /** What a node of another chain learns from this one. */
  #clockFrom(node: number): Clock {
    const at = node & (RECENT - 1);
    if (this.#recent[at] !== node) {
      this.#recent[at] = node;
      const slot = this.#slotOf[this.#chain[node] as number] as number;
      this.#clockOfRecent[at] = this.#trees.raise(this.#base[node] as Clock, slot, this.#position[node] as number);
    }
    return this.#clockOfRecent[at] as Clock;
  }

  /** The slot of a new chain. Where all are taken, the chains that were extended longest ago are forgotten. */
  #begin(): number {
    if (this.#freeSlots.length === 0) this.#forget(this.#tail.toSorted()[CLOCK_SLOTS >> 1] as number);
    const slot = this.#freeSlots.pop() as number;
    this.#chainIn[slot] = this.#slotOf.length;
    this.#slotOf.push(slot);
    this.#forgottenAt.push(Infinity);
    return slot;
  }

  /** Forgets the chains that end before `limit`. */
  #forget(limit: number): void {
    for (let slot = 0; slot < CLOCK_SLOTS; slot++) {
      const chain = this.#chainIn[slot] as number;
      if (chain === NOBODY || (this.#tail[slot] as number) >= limit) continue;
      this.#forgottenAt[chain] = this.#count;
      this.#chainIn[slot] = NOBODY;
      // No clock reaches it any more.
      this.#tailPosition[slot] = (this.#tailPosition[slot] as number) + 1;
      this.#freeSlots.push(slot);
    }
  }

  #dropOlderHalf(): void {
    const end = this.#droppedBelow + ((this.#count - this.#droppedBelow) >> 1);
    this.#base.fill(EMPTY, this.#droppedBelow, end);
    this.#droppedBelow = end;
    this.#recent.fill(NOBODY);
    this.#trees.keep(this.#base.subarray(end, this.#count));
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
