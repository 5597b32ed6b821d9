// HOT
/**
 * Plain accesses to shared memory. No event per access: each site keeps a bitmap of the elements that it touched, which is written out as a few runs when
 * something happens that may order threads (the segment ends, a message, an Atomics operation), and now and then in between. The analysis finds the races.
 * What is told is exact: every element of a run was accessed. Accesses may be left out (see `beginPhase`), never invented.
 */
import * as W from '../../wire/events.ts';
import { TICK_NS } from '../../wire/format.ts';
import { isRecording, nowTick, onEdge } from '../recorder.ts';
import { type Entries, entryAt, letGo, tellAll, touch } from './sharedMemoryEntries.ts';
import { forgetViews, type View, viewLength, viewOf } from './sharedMemoryViews.ts';

/** The clock is looked at after this many accesses (a power of two), and the phase told when it is older than FRESH_TICKS. */
const LOOK_EVERY = 4096;
const FRESH_TICKS = 5e6 / TICK_NS;
/** A site whose arrays were not shared this many times in a row is not looked at for the next SKIPPED times. */
const MISSES = 16;
const SKIPPED = 64;
/** After each this many phases that were recorded within WINDOW_TICKS, twice as many are left out between two; but not of sites that were told of less than RARE times. */
const FULL_PHASES = 512;
const WINDOW_TICKS = 50e6 / TICK_NS;
const MAX_DOUBLINGS = 6;
const RARE = 32;

const reads: Entries = [];
const writes: Entries = [];
let isOpen = false;
let phases = 0;
let skippedPhases = 0;
let windowNumber = -1;
let isSkipping = false;
/** When the phase began, 0 when nothing is noted. */
let startTick = 0;

/** Runtime.l */
export function readElement<T>(site: number, array: T, index: unknown): T {
  const e = reads[site];
  if (e !== undefined && e.array === array && typeof index === 'number') {
    const at = index - e.base;
    if (at >>> 0 === at && at < e.length) {
      (e.bits[at >>> 5] as number) |= 1 << at;
      if ((++e.times & (LOOK_EVERY - 1)) === 0) refresh();
      return array;
    }
  }
  if (e !== undefined && e.skip > 0) {
    e.skip--;
    return array;
  }
  access(reads, site, W.SHARED_READ, array, index);
  return array;
}

/** Runtime.L */
export function indexElement<T>(site: number, array: unknown, index: T): T {
  readElement(site, array, index);
  return index;
}

/** Runtime.b */
export function writeElement<T>(site: number, array: unknown, index: unknown, value: T): T {
  const e = writes[site];
  if (e !== undefined && e.array === array && typeof index === 'number') {
    const at = index - e.base;
    if (at >>> 0 === at && at < e.length) {
      (e.bits[at >>> 5] as number) |= 1 << at;
      if ((++e.times & (LOOK_EVERY - 1)) === 0) refresh();
      return value;
    }
  }
  if (e !== undefined && e.skip > 0) {
    e.skip--;
    return value;
  }
  access(writes, site, W.SHARED_WRITE, array, index);
  return value;
}

function access(entries: Entries, site: number, kind: number, array: unknown, index: unknown): void {
  const known = entries[site];
  if (typeof array !== 'object' || array === null || typeof index !== 'number' || index >>> 0 !== index) return;
  const view = known !== undefined && known.owner === array ? known.view : viewOf(array);
  if (view === undefined || view.buffer === 0) {
    const entry = known ?? entryAt(entries, site, kind);
    if (++entry.misses >= MISSES) entry.skip = SKIPPED;
    return;
  }
  if (known !== undefined) known.misses = 0;
  if (index >= viewLength(array) || !beginPhase(known === undefined || known.told < RARE)) return;
  touch(entries, site, kind, array, view, index, startTick);
}

/** Notes that a method touched `count` elements from `from` on. */
export function touchSpan(site: number, kind: number, array: object, view: View, from: unknown, count: number): void {
  const entries = kind === W.SHARED_WRITE ? writes : reads;
  const known = entries[site];
  if (typeof from !== 'number' || from >>> 0 !== from || count <= 0 || from + count > viewLength(array)) return;
  if (!beginPhase(known === undefined || known.told < RARE)) return;
  touch(entries, site, kind, array, view, from, startTick);
  if (count > 1) touch(entries, site, kind, array, view, from + count - 1, startTick);
  const entry = entries[site];
  if (entry === undefined) return;
  const start = from - entry.base;
  const end = Math.min(start + count, entry.length);
  for (let at = start; at < end; at++) (entry.bits[at >>> 5] as number) |= 1 << at;
}

/** Notes an Atomics operation of `site` as an access; told before the next plain access. */
export function touchAtomic(entries: Entries, site: number, kind: number, array: object, view: View, index: number): void {
  const e = entries[site];
  if (e !== undefined && e.array === array && e.kind === kind) {
    const at = index - e.base;
    if (at >= 0 && at < e.length) {
      (e.bits[at >>> 5] as number) |= 1 << at;
      e.times++;
      return;
    }
  }
  if (startTick === 0) startTick = nowTick();
  touch(entries, site, kind, array, view, index, startTick);
}

// --- phases -----------------------------------------------------------------------------------------------------------------------

/** Writes what Atomics operations did since the last plain access; set by sharedMemoryAtomics.ts. */
let tellAtomics: () => void = () => {};
/** False when nothing can be said any more. */
let canTell: () => boolean = () => true;

/** Connects the Atomics operations: `tell` runs before the first plain access after them, `may` says whether that access is worth recording. */
export function setAtomics(tell: () => void, may: () => boolean): void {
  tellAtomics = tell;
  canTell = may;
}

/**
 * A phase is a run of plain accesses with nothing between them that may order threads. Returns false when the accesses are not recorded: phases are without
 * end in a program that locks and unlocks, and a part of them shows what there is to see.
 */
function beginPhase(isRare: boolean): boolean {
  if (isOpen) return true;
  if (!isRecording()) return false;
  if ((skippedPhases > 0 && !isRare) || !canTell()) {
    isSkipping = true;
    onEdge(edge);
    return false;
  }
  tellAtomics();
  isOpen = true;
  isSkipping = false;
  phases++;
  startTick = nowTick();
  // All threads look closely at the same times: a race shows in phases of two that meet.
  const number = Math.floor(startTick / WINDOW_TICKS);
  if (number !== windowNumber) {
    windowNumber = number;
    phases = 0;
  }
  onEdge(edge);
  return true;
}

/** Another phase begins: the plain accesses so far are told. Called before whatever may order threads. */
export function endPhase(): void {
  if (isOpen) {
    isOpen = false;
    skippedPhases = (1 << Math.min(MAX_DOUBLINGS, Math.floor(phases / FULL_PHASES))) - 1;
    tellPhase();
  } else if (isSkipping) {
    isSkipping = false;
    skippedPhases--;
  }
}

/** The segment ends, or an event that orders threads is about to be written. */
function edge(): void {
  onEdge(undefined);
  tellAtomics();
  endPhase();
  // No array is held beyond the segment.
  letGo();
  forgetViews();
}

/** Arms the listener for Atomics operations, which come without a phase. */
export function watchEdge(): void {
  onEdge(edge);
}

/** After many accesses without an end of the phase: tells what there is if that is some time ago, so that little is lost when the thread is stopped. */
function refresh(): void {
  if (nowTick() - startTick < FRESH_TICKS || !isOpen) return;
  onEdge(undefined);
  tellPhase();
  startTick = nowTick();
  onEdge(edge);
}

/** Tells all that was noted since the phase began. */
export function tellPhase(): void {
  tellAll(startTick);
  startTick = 0;
}
