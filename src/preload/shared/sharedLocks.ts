/**
 * Locks that threads make of Atomics: an element that was 0 and is not any more was taken, and given back when it is 0 again. Only what is nested is told, a few times for each pair
 * of elements: which lock is asked for while which other is held, with the calls that led there. A lock that is never held together with another one costs no event.
 */
import * as W from '../../wire/events.ts';
import { correctedCallerText } from '../doors/stacks.ts';
import { emit, siteRegister } from '../recorder.ts';
import type { View } from './sharedMemoryViews.ts';

/** Locks that one thread holds at a time; more are not looked at. */
const MAX_HELD = 16;
/** Times that one pair is told, and stacks that are read of one thread, half of them for locks that are held alone. */
const MAX_TOLD = 4;
const MAX_STACKS = 512;
const FRAMES = 4;

const buffers = new Int32Array(MAX_HELD);
const bytes = new Float64Array(MAX_HELD);
const sites = new Int32Array(MAX_HELD);
const stacks = Array.from({ length: MAX_HELD }, () => '');
const told = new Uint8Array(MAX_HELD);
const pairs = new Map<number, number>();
let held = 0;
let stacksRead = 0;

function byteOf(view: View, index: number): number {
  return view.offset + index * view.width;
}

function find(buffer: number, byte: number): number {
  for (let i = held - 1; i >= 0; i--) if (bytes[i] === byte && buffers[i] === buffer) return i;
  return -1;
}

function drop(at: number): void {
  for (let i = at + 1; i < held; i++) {
    buffers[i - 1] = buffers[i] as number;
    bytes[i - 1] = bytes[i] as number;
    sites[i - 1] = sites[i] as number;
    stacks[i - 1] = stacks[i] as string;
    told[i - 1] = told[i] as number;
  }
  held--;
  stacks[held] = '';
}

function readStack(below: Function, limit: number): string {
  if (stacksRead >= limit) return '';
  stacksRead++;
  return correctedCallerText(below, FRAMES);
}

/** The element was 0, and this thread has changed that. `below`: the function that the program has called. */
export function noteTaken(view: View, index: number, below: Function): void {
  const byte = byteOf(view, index);
  const known = find(view.buffer, byte);
  // Another thread has given it back: it is no lock, or one that is handed over.
  if (known >= 0) drop(known);
  if (held >= MAX_HELD) return;
  const at = held++;
  buffers[at] = view.buffer;
  bytes[at] = byte;
  sites[at] = siteRegister[0] as number;
  told[at] = 0;
  stacks[at] = '';
  if (at === 0) {
    stacks[at] = readStack(below, MAX_STACKS / 2);
    return;
  }
  let isNew = false;
  for (let i = 0; i < at; i++) isNew = isNewPair(i, at) || isNew;
  if (!isNew) return;
  stacks[at] = readStack(below, MAX_STACKS);
  for (let i = 0; i <= at; i++) tell(i);
}

function isNewPair(from: number, to: number): boolean {
  const key =
    (((buffers[from] as number) * 65_537 + (bytes[from] as number)) * 65_537 + (buffers[to] as number)) * 65_537 + (bytes[to] as number);
  const times = pairs.get(key) ?? 0;
  if (times >= MAX_TOLD) return false;
  pairs.set(key, times + 1);
  return true;
}

function tell(at: number): void {
  if (told[at] === 1) return;
  told[at] = 1;
  emit(W.OP_SHARED_LOCK, W.LOCK_TAKEN, buffers[at] as number, bytes[at] as number, sites[at] as number, stacks[at] as string);
}

/** The element is 0 now. */
export function noteGivenBack(view: View, index: number): void {
  if (held === 0) return;
  const byte = byteOf(view, index);
  const at = find(view.buffer, byte);
  if (at < 0) return;
  if (told[at] === 1) emit(W.OP_SHARED_LOCK, W.LOCK_GIVEN_BACK, view.buffer, byte, siteRegister[0] as number, '');
  drop(at);
}

/** Atomics.wait is about to block on the element. */
export function noteAwaited(view: View, index: number, below: Function): void {
  if (held === 0) return;
  const stack = readStack(below, MAX_STACKS);
  if (stack === '') return;
  for (let i = 0; i < held; i++) tell(i);
  emit(W.OP_SHARED_LOCK, W.LOCK_AWAITED, view.buffer, byteOf(view, index), siteRegister[0] as number, stack);
}
