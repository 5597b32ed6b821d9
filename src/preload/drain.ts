/** Writes what other threads of the process have in their frames to the log: of a thread that is stuck, has gone, or is about to be ended. */
import { CHUNK_HEADER_BYTES } from '../wire/format.ts';
import { S_SEQ, S_STATE, S_THREAD, SLOT_COUNT, type Slot, slotAt, snapshotFrame } from './arena.ts';
import { safeView, writeSync } from './builtins.ts';

/** Appends the filled part of the slot's frame under its own chunk number. Returns how many bytes that were (0: nothing there, or it moved on). */
export function drainSlot(slot: Slot, fd: number): number {
  const bytes = snapshotFrame(slot);
  if (bytes === undefined) return 0;
  safeView(bytes).setUint32(16, bytes.length - CHUNK_HEADER_BYTES, true);
  let done = 0;
  try {
    while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done);
  } catch {
    // The log cannot be written any more; the owner will notice by itself.
    return 0;
  }
  return bytes.length;
}

/** Drains every slot in use but that of thread `own`. */
export function drainOthers(arena: SharedArrayBuffer, fd: number, own: number): void {
  for (let i = 0; i < SLOT_COUNT; i++) {
    const slot = slotAt(arena, i);
    if (Atomics.load(slot.head, S_STATE) === 1 && slot.head[S_THREAD] !== own && (slot.head[S_SEQ] as number) > 0) drainSlot(slot, fd);
  }
}

/** The slot that thread `thread` records into, if it has one. */
export function slotOfThread(arena: SharedArrayBuffer, thread: number): Slot | undefined {
  for (let i = 0; i < SLOT_COUNT; i++) {
    const slot = slotAt(arena, i);
    if (Atomics.load(slot.head, S_STATE) === 1 && slot.head[S_THREAD] === thread) return slot;
  }
  return undefined;
}
