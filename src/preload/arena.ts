/**
 * The shared memory of one process: one slot per traced thread, each with a small header and a frame of bytes that are not in the log yet.
 * Any thread of the process may drain another's slot (the watchdog does when a thread is stuck or idle, the main thread when a worker has gone),
 * without locks: a drained frame is written as a PARTIAL chunk that repeats the owner's chunk number, and the owner writes the whole
 * frame later under the same number. Readers keep the longest version (wire/format.ts).
 */
import { CHUNK_HEADER_BYTES } from '../wire/format.ts';
import { copyOfHead } from './builtins.ts';

/** Threads beyond this many at once use a private frame that nobody else can drain. 64 slots keep the memory at 4.2 MB, resident only where touched. */
export const SLOT_COUNT = 64;
export const FRAME_BYTES = 64 << 10;
const SLOT_HEADER_BYTES = 256;
const SLOT_BYTES = SLOT_HEADER_BYTES + FRAME_BYTES;
const ARENA_HEADER_BYTES = 256;
/** Table of transferred message ports: a ring of entries of TRANSFER_INTS numbers (see hooks/ports.ts). */
export const TRANSFER_COUNT = 256;
export const TRANSFER_INTS = 5;
const TRANSFER_BYTES = TRANSFER_COUNT * TRANSFER_INTS * 4;
/** Messages posted and received on each channel, by channel number modulo CHANNEL_COUNT. */
export const CHANNEL_COUNT = 4096;
export const ARENA_BYTES = ARENA_HEADER_BYTES + SLOT_COUNT * SLOT_BYTES + TRANSFER_BYTES + 2 * CHANNEL_COUNT * 4;

// Arena header, Int32 indices.
export const A_FD = 0;
/** Next free site number (all threads of the process draw from it). */
export const A_SITES = 1;
/** Counts the threads ever started, for unique names. */
export const A_THREADS = 2;
/** 1 while the watchdog sleeps without a time limit; a writer that sees it wakes it. */
export const A_WATCHDOG_SLEEPS = 3;
/** Next number of a message channel, lock or object that must be unique in the process. */
export const A_CHANNELS = 4;
export const A_PID = 5;
/** Real thread id of our watchdog, 0 when there is none: ids of later workers are shown one smaller, as the program would see them without it. */
export const A_WATCHDOG = 6;
/** 1 when recording must stop (asked for by the host). */
export const A_STOP = 7;
/** Next entry of the table of transferred ports. */
export const A_TRANSFER = 8;
/** 1 when the program has made a SharedArrayBuffer. */
export const A_SHARED = 9;
/** How many slots, from the first on, have ever been in use: the others need no look. */
export const A_SLOTS = 10;
/** Counts the Atomics operations of the program that write (wire/events.ts, OP_ATOMIC). In a cache line of its own. */
export const A_TICKET = 32;

// Slot header, Int32 indices.
/** 0 free, 1 in use, 2 its thread has gone. */
export const S_STATE = 0;
export const S_THREAD = 1;
/** Bytes of the frame that are filled, chunk header included. */
export const S_POS = 2;
/** Number of the chunk in the frame. */
export const S_SEQ = 3;
/** The newest call site of user code (Runtime.s). */
export const S_SITE = 4;
/** Counts segments: a thread whose beat stands still while it is inside a segment is stuck. */
export const S_BEAT = 5;
/** Nesting of running callbacks; 0 = the loop is idle (or main script not yet started). */
export const S_DEPTH = 6;
/** 1 while inside a blocking built-in whose BLOCK_ENTER is the newest event; WRITES_OUTPUT while it writes to its standard output at once, and one more for its errors: no event tells of these. */
export const S_BLOCKED = 7;
export const WRITES_OUTPUT = 2;
/** 1 while the main script of the thread runs for the first time (depth is 0 then). */
export const S_SCRIPT = 8;
/** Exit code of the thread + 1, 0 while it is not known. */
export const S_EXIT = 9;
/** 1 while the frame holds something that the host should know soon: a task that waits for a lock. */
export const S_WANTED = 10;
/** Promises of the thread whose resolving functions are watched (runtimeOrphans.ts). */
export const S_ORPHANS = 11;

/** The part of the shared memory that belongs to one thread. */
export interface Slot {
  /** Int32 view of the slot header. */
  readonly head: Int32Array;
  readonly frame: Uint8Array;
  readonly index: number;
}

/** Shared memory of one process, all zero. */
export function createArena(): SharedArrayBuffer {
  return new SharedArrayBuffer(ARENA_BYTES);
}

/** Int32 view of the fields that all threads share (A_*). */
export function arenaHeader(arena: SharedArrayBuffer): Int32Array {
  return new Int32Array(arena, 0, ARENA_HEADER_BYTES / 4);
}

/** The table of transferred ports. */
export function transferTable(arena: SharedArrayBuffer): Int32Array {
  return new Int32Array(arena, ARENA_HEADER_BYTES + SLOT_COUNT * SLOT_BYTES, TRANSFER_COUNT * TRANSFER_INTS);
}

/** Counters of posts (first half) and receives (second half) of the channels. */
export function channelCounters(arena: SharedArrayBuffer): Int32Array {
  return new Int32Array(arena, ARENA_HEADER_BYTES + SLOT_COUNT * SLOT_BYTES + TRANSFER_BYTES, 2 * CHANNEL_COUNT);
}

/** Slot `index` (0 to SLOT_COUNT - 1), whoever owns it. */
export function slotAt(arena: SharedArrayBuffer, index: number): Slot {
  const base = ARENA_HEADER_BYTES + index * SLOT_BYTES;
  return {
    head: new Int32Array(arena, base, SLOT_HEADER_BYTES / 4),
    frame: new Uint8Array(arena, base + SLOT_HEADER_BYTES, FRAME_BYTES),
    index,
  };
}

/** Takes a free slot, or a private one (index -1) when all are taken. */
export function claimSlot(arena: SharedArrayBuffer): Slot {
  for (let i = 0; i < SLOT_COUNT; i++) {
    const slot = slotAt(arena, i);
    if (Atomics.compareExchange(slot.head, S_STATE, 0, 1) === 0) {
      slot.head.fill(0, 1);
      countSlots(arenaHeader(arena), i + 1);
      return slot;
    }
  }
  return { head: new Int32Array(new SharedArrayBuffer(SLOT_HEADER_BYTES)), frame: new Uint8Array(FRAME_BYTES), index: -1 };
}

function countSlots(header: Int32Array, count: number): void {
  let known = Atomics.load(header, A_SLOTS);
  while (known < count) known = Atomics.compareExchange(header, A_SLOTS, known, count);
}

/** Copies the filled part of another thread's frame, or undefined when there is none or its owner moved on meanwhile. */
export function snapshotFrame(slot: Slot): Uint8Array | undefined {
  const seq = Atomics.load(slot.head, S_SEQ);
  const pos = Atomics.load(slot.head, S_POS);
  if (pos <= CHUNK_HEADER_BYTES || pos > FRAME_BYTES) return undefined;
  const copy = copyOfHead(slot.frame, pos);
  return Atomics.load(slot.head, S_SEQ) === seq && Atomics.load(slot.head, S_POS) >= pos ? copy : undefined;
}
