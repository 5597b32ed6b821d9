/**
 * The order between accesses to shared memory of different threads: the must order of segments (messages, start and end of workers), and what Atomics operations
 * may have ordered in this run. The latter is taken generously: any operation that writes may have been seen by any later one that reads, on whatever element.
 */
import type { SharedRow, SharedSyncRow } from '../../model/shared.ts';
import type { Trace } from '../../model/trace.ts';
import { SHARED_ATOMIC_READ } from '../../model/vocabulary.ts';
import { NONE } from '../../model/ids.ts';
import type { Order } from './order.ts';
import { firstWhere } from '../../base/search.ts';

/** Exits and messages before a segment that are looked at. */
const HEARD_WINDOW = 256;

/** Atomics operations of one segment. */
interface SegmentSyncs {
  readonly segment: number;
  firstRelease: number;
  lastAcquire: number;
}

/** An exit or a message of one thread that another one has handled; `ns`: all that was done by then came before. */
interface Heard {
  readonly isExit: boolean;
  readonly from: number;
  readonly to: number;
  readonly ns: number;
}

export class SharedOrder {
  readonly #order: Order;
  /** Per thread, in stream order. */
  readonly #syncs: SharedSyncRow[][];
  /** Per thread and index into #syncs: least release from there on, greatest acquire up to there. */
  readonly #releases: Float64Array[];
  readonly #acquires: Float64Array[];
  readonly #segments: SegmentSyncs[] = [];
  readonly #releaseAfter = new Map<number, number>();
  readonly #acquireBefore = new Map<number, number>();
  /** Thread → segment of its parent that started it, that saw it exit. */
  readonly #starts: number[] = [];
  readonly #exits: number[] = [];
  /** Exits and messages of other threads that a thread has handled, in the order in which it did. */
  readonly #heard: Heard[][] = [];
  readonly #counted = new Map<string, readonly Heard[]>();
  readonly #thread: (segment: number) => number;

  constructor(trace: Trace, order: Order) {
    this.#order = order;
    this.#thread = (segment) => trace.segments.thread.at(segment);
    for (const edge of trace.edges) {
      if (edge.kind === 'worker-exit') this.#hear({ isExit: true, from: edge.from, to: edge.to, ns: Infinity });
      if (edge.kind === 'worker-start') this.#starts[this.#thread(edge.to)] = edge.from;
      else if (edge.kind === 'worker-exit') this.#exits[this.#thread(edge.from)] = edge.to;
    }
    for (const { postSegment, postNs, receiveSegment } of trace.messages) {
      if (receiveSegment !== NONE) this.#hear({ isExit: false, from: postSegment, to: receiveSegment, ns: postNs });
    }
    for (const heard of this.#heard) heard?.sort((x, y) => x.to - y.to);
    this.#syncs = trace.threads.map(() => []);
    const bySegment = new Map<number, SegmentSyncs>();
    for (const sync of trace.shared.syncs) {
      this.#syncs[sync.thread]?.push(sync);
      let row = bySegment.get(sync.segment);
      if (row === undefined) bySegment.set(sync.segment, (row = { segment: sync.segment, firstRelease: Infinity, lastAcquire: -1 }));
      if (sync.release < row.firstRelease) row.firstRelease = sync.release;
      if (sync.acquire > row.lastAcquire) row.lastAcquire = sync.acquire;
    }
    this.#segments = [...bySegment.values()];
    this.#releases = this.#syncs.map((rows) => {
      const least = new Float64Array(rows.length + 1).fill(Infinity);
      for (let i = rows.length - 1; i >= 0; i--) least[i] = Math.min(least[i + 1] as number, or(rows[i]?.release, Infinity));
      return least;
    });
    this.#acquires = this.#syncs.map((rows) => {
      const greatest = new Float64Array(rows.length + 1).fill(-1);
      for (let i = 0; i < rows.length; i++) greatest[i + 1] = Math.max(greatest[i] as number, or(rows[i]?.acquire, -1));
      return greatest;
    });
  }

  /** Does one of the two come first whatever the Atomics operations do? */
  isKeptApart(a: SharedRow, b: SharedRow): boolean {
    if (this.isBefore(a.segment, b.segment) || this.isBefore(b.segment, a.segment)) return true;
    return this.#isCounted(a, b.segment) || this.#isCounted(b, a.segment);
  }

  /** Is one of the two certainly, or by the Atomics operations possibly, before the other? */
  isOrdered(a: SharedRow, b: SharedRow): boolean {
    return this.isKeptApart(a, b) || this.#release(a) < this.#acquire(b) || this.#release(b) < this.#acquire(a);
  }

  /** Must a segment of one thread come before one of another? All of a worker's segments lie between its start and its exit. */
  isBefore(a: number, b: number): boolean {
    for (let from = a; from !== NONE; from = this.#exits[this.#thread(from)] ?? NONE) {
      for (let to = b; to !== NONE; to = this.#starts[this.#thread(to)] ?? NONE) {
        if (this.#order.isOrdered(from, to)) return true;
      }
    }
    return false;
  }

  #hear(heard: Heard): void {
    (this.#heard[this.#thread(heard.to)] ??= []).push(heard);
  }

  /**
   * Whoever waits for several threads counts: it goes on in what handles the last of their exits, or of their messages (`if (--open === 0) show()`), whichever that is.
   * So the one that it heard of before comes first, too.
   */
  #isCounted(earlier: SharedRow, later: number): boolean {
    const from = earlier.thread;
    const key = `${from}:${later}`;
    let counted = this.#counted.get(key);
    if (counted === undefined) this.#counted.set(key, (counted = this.#countedBefore(from, later)));
    return counted.some((c) => c.isExit || (c.ns >= earlier.endNs && this.#order.isOrdered(earlier.segment, c.from)));
  }

  /** The last exit and message of a thread that were handled before one of the same kind of another thread, in which, or after which, a segment is. */
  #countedBefore(thread: number, later: number): Heard[] {
    const found: Heard[] = [];
    const heard = (this.#heard[this.#thread(later)] ?? []).filter((edge) => edge.to <= later).slice(-HEARD_WINDOW);
    for (const isExit of [true, false]) {
      const last = heard.findLastIndex(
        (edge) => edge.isExit === isExit && this.#thread(edge.from) !== thread && this.#order.isOrdered(edge.to, later),
      );
      const first = heard.findLast((edge, i) => i < last && edge.isExit === isExit && this.#thread(edge.from) === thread);
      if (first !== undefined) found.push(first);
    }
    return found;
  }

  /** The first release that comes after the access. */
  #release(row: SharedRow): number {
    const rows = this.#syncs[row.thread] as readonly SharedSyncRow[];
    let at = indexAfter(rows, row.position);
    if (row.kind >= SHARED_ATOMIC_READ) {
      // It lies somewhere among the operations told before it: back to the last plain access, which is where the phase's first release stands.
      while (at > 0 && Number.isNaN(rows[at - 1]?.release ?? 0)) at--;
      if (at > 0) at--;
    }
    const own = (this.#releases[row.thread] as Float64Array)[at] as number;
    return Math.min(own, this.#releaseFrom(row.segment));
  }

  /** The last acquire that comes before the access. */
  #acquire(row: SharedRow): number {
    const rows = this.#syncs[row.thread] as readonly SharedSyncRow[];
    const own = (this.#acquires[row.thread] as Float64Array)[indexAfter(rows, row.position)] as number;
    return Math.max(own, this.#acquireUntil(row.segment));
  }

  #releaseFrom(segment: number): number {
    let least = this.#releaseAfter.get(segment);
    if (least === undefined) {
      least = Infinity;
      for (const s of this.#segments) {
        if (s.firstRelease < least && this.#isElsewhere(segment, s) && this.isBefore(segment, s.segment)) least = s.firstRelease;
      }
      this.#releaseAfter.set(segment, least);
    }
    return least;
  }

  #acquireUntil(segment: number): number {
    let greatest = this.#acquireBefore.get(segment);
    if (greatest === undefined) {
      greatest = -1;
      for (const s of this.#segments) {
        if (s.lastAcquire > greatest && this.#isElsewhere(segment, s) && this.isBefore(s.segment, segment)) greatest = s.lastAcquire;
      }
      this.#acquireBefore.set(segment, greatest);
    }
    return greatest;
  }

  #isElsewhere(segment: number, syncs: SegmentSyncs): boolean {
    return this.#thread(segment) !== this.#thread(syncs.segment);
  }
}

function or(value: number | undefined, other: number): number {
  return value === undefined || Number.isNaN(value) ? other : value;
}

/** Index of the first row after `position`. */
function indexAfter(rows: readonly SharedSyncRow[], position: number): number {
  return firstWhere(0, rows.length, (i) => (rows[i] as SharedSyncRow).position > position);
}
