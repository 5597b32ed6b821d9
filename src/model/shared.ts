/** Rows about shared memory (SharedArrayBuffer) and who synchronises on it. */
import type { SegmentIndex, SiteIndex, ThreadIndex } from './ids.ts';

/** Accesses of one site to elements of shared memory, with nothing between them that orders threads. */
export interface SharedRow {
  readonly thread: ThreadIndex;
  readonly segment: SegmentIndex;
  /** Place in the thread's stream, comparable with that of SharedSyncRow. */
  readonly position: number;
  readonly site: SiteIndex;
  /** Number of the buffer in its thread. */
  readonly buffer: number;
  /** SHARED_READ, SHARED_WRITE, SHARED_ATOMIC_READ or SHARED_ATOMIC_WRITE. */
  readonly kind: number;
  /** `count` elements of `width` bytes from byte `from` on, `stride` bytes apart. */
  readonly from: number;
  readonly count: number;
  readonly stride: number;
  readonly width: number;
  /** Accesses in all; 0: counted in the row before. */
  readonly times: number;
  readonly startNs: number;
  readonly endNs: number;
}
/** Atomics operations that may order threads (wire/events.ts, OP_ATOMIC). */
export interface SharedSyncRow {
  readonly thread: ThreadIndex;
  readonly segment: SegmentIndex;
  readonly position: number;
  /** Counter before the first operation that writes, NaN if none. */
  readonly release: number;
  /** Counter after the last operation that reads, NaN if none. */
  readonly acquire: number;
}
/** A SharedArrayBuffer as one thread knows it. */
export interface SharedBufferRow {
  readonly thread: ThreadIndex;
  readonly buffer: number;
  readonly bytes: number;
  /** The thread made it itself. */
  readonly isOwn: boolean;
}
/** A buffer on its way to another thread. */
export interface SharedPassRow {
  readonly thread: ThreadIndex;
  readonly channel: number;
  /** From 1, in start data; 0 in a message. */
  readonly position: number;
  /** 0: what was passed is not known. */
  readonly buffer: number;
  readonly bytes: number;
  /** PASS_MESSAGE, PASS_START or PASS_FOUND. */
  readonly way: number;
}

/** An element that threads use as a lock (wire/events.ts, OP_SHARED_LOCK). */
export interface SharedLockRow {
  readonly thread: ThreadIndex;
  readonly segment: SegmentIndex;
  readonly position: number;
  /** LOCK_TAKEN, LOCK_GIVEN_BACK or LOCK_AWAITED. */
  readonly change: number;
  readonly buffer: number;
  readonly from: number;
  /** The newest call of user code. */
  readonly site: SiteIndex;
  /** 'function (file:line:column)', innermost first; empty where they are not known. */
  readonly frames: readonly string[];
  readonly ns: number;
}

/** What a trace knows of shared memory. Rows of one thread are in stream order. */
export class SharedMemoryTables {
  readonly accesses: SharedRow[] = [];
  /** Calls of Atomics.notify (SHARED_NOTIFY), and Atomics operations, also among the accesses, that left an element at 0 (SHARED_ATOMIC_ZERO). */
  readonly wakes: SharedRow[] = [];
  readonly syncs: SharedSyncRow[] = [];
  readonly buffers: SharedBufferRow[] = [];
  readonly passes: SharedPassRow[] = [];
  readonly locks: SharedLockRow[] = [];
}
