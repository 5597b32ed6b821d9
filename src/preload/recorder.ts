// HOT
/**
 * The frame of this thread: what of it is filled, how fields are written into it, and when it is appended to the log. Module-level state: one recorder per thread.
 * Hot events have a hand-written function each, fields in the order of wire/events.ts: recordAsync.ts (segments), recordCode.ts (transformed code),
 * recordIo.ts (timers, files, blocking calls, locks). All others go through `emit`, driven by the table.
 */
import * as W from '../wire/events.ts';
import { CHUNK_EVENTS, CHUNK_HEADER_BYTES, CHUNK_SYNC, MAX_STRING_BYTES, TICK_NS } from '../wire/format.ts';
import {
  A_FD,
  A_PID,
  A_WATCHDOG_SLEEPS,
  FRAME_BYTES,
  S_BLOCKED,
  S_DEPTH,
  S_EXIT,
  S_POS,
  S_SCRIPT,
  S_SEQ,
  S_SITE,
  S_THREAD,
  S_WANTED,
  type Slot,
} from './arena.ts';
import { copyInto, headOf, hrtime, safeMap, safeView, writeSync } from './builtins.ts';

/** An event never needs more than this (strings are checked by themselves). */
const EVENT_MARGIN = 160;
const LIMIT = FRAME_BYTES - EVENT_MARGIN;
/** Frames older than this are appended at the next turn: what a kill may lose. */
const FLUSH_TICKS = 10e6 / TICK_NS;
/** A frame that is wanted is appended at the end of the callback, but not more often than this: the watchdog sees to the rest. */
const WANTED_TICKS = 2e6 / TICK_NS;

/** The program's own Atomics are watched: these are not. */
const { compareExchange, notify, store } = Atomics;

let frame: Uint8Array = new Uint8Array(0);
let view: DataView = safeView(frame);
let arenaHead: Int32Array = new Int32Array(64);
let frameStart = 0;
let seq = 0;
let fd = -1;
let open = false;
/** True while what the recorder itself does must not be seen. */
let paused = false;
let newestPromise = 0;
let newestResource = 0;
/** Times in ticks. In a typed array, where V8 stores doubles without making an object for each (8 % of the await micro-benchmark). */
const ticks = new Float64Array(2);
const LAST = 0;
const FLUSHED = 1;
let writtenBytes = 0;
let eventCount = 0;
/** Set when the process is on its way out: every event goes to the log at once. */
let unbuffered = false;
let strings = safeMap<string, number>();
let stringCount = 0;
/** The table of known strings starts anew when it has this many (paths and messages can be without end); numbers are never used twice. */
const MAX_KNOWN_STRINGS = 1 << 16;

/** The newest call site of user code; transformed code stores into element 0. */
export let siteRegister: Int32Array = new Int32Array(1);

/** The slot header of this thread (S_* in arena.ts). */
export let head: Int32Array = new Int32Array(64);

/** Told before a segment ends or begins, and before events that order threads; undefined most of the time. */
let edgeListener: (() => void) | undefined;

/** `listener` runs when this thread next comes to a point where its segments or the order between threads change. It is told until it is taken back. */
export function onEdge(listener: (() => void) | undefined): void {
  edgeListener = listener;
}

/** Such a point has come. */
export function tellEdge(): void {
  if (edgeListener !== undefined) edgeListener();
}

function isEdge(op: number): boolean {
  return (op >= W.OP_WORKER && op <= W.OP_CHILD_EXIT) || op === W.OP_ROOT || op === W.OP_EXIT_PROCESS || op === W.OP_UNCAUGHT;
}

/** Starts recording into `slot`; `pid` and `thread` go into every chunk. */
export function startRecorder(slot: Slot, arenaHeader: Int32Array, thread: number): void {
  frame = slot.frame;
  view = safeView(frame);
  head = slot.head;
  arenaHead = arenaHeader;
  fd = arenaHeader[A_FD] as number;
  head[S_THREAD] = thread;
  siteRegister = head.subarray(S_SITE, S_SITE + 1);
  ticks[LAST] = nowTick();
  ticks[FLUSHED] = ticks[LAST] as number;
  head[S_SCRIPT] = 1;
  open = true;
  beginFrame();
}

/** False before the start, after the end, and while the recorder looks at something itself. */
export function isRecording(): boolean {
  return open && !paused;
}

/** False when events would be dropped. */
export function isOpen(): boolean {
  return open;
}

/** While paused, wrapped built-ins leave no record. */
export function setPaused(value: boolean): void {
  paused = value;
}

/** Stops for good: later events are dropped. The watchdog sees an idle thread from here on. */
export function stopRecorder(): void {
  if (open) flush();
  open = false;
  head[S_DEPTH] = 0;
  head[S_SCRIPT] = 0;
  head[S_BLOCKED] = 0;
}

/** False while the main script of the thread runs for the first time. */
export function scriptHasEnded(): boolean {
  return head[S_SCRIPT] === 0;
}

/** Leaves the exit code where the parent thread finds it. */
export function storeExitCode(code: number): void {
  head[S_EXIT] = code + 1;
}

/** Events written so far by this thread. */
export function writtenEvents(): number {
  return eventCount;
}

/** Id of the promise that was created last in this thread. */
export function newestPromiseId(): number {
  return newestPromise;
}

const { floor } = Math;

/** Monotonic clock of the machine, in ticks. */
export function nowTick(): number {
  const t = hrtime();
  return floor((t[0] * 1e9 + t[1]) / TICK_NS);
}

/** Time of the newest event that has one, in ticks. */
export function lastTick(): number {
  return ticks[LAST] as number;
}

/** Whether the frame is so old that it should be written out when the loop turns. */
export function isFrameOld(): boolean {
  return (ticks[LAST] as number) - (ticks[FLUSHED] as number) > FLUSH_TICKS;
}

/** Something is in the frame that the host should know soon. */
export function wantFlush(): void {
  head[S_WANTED] = 1;
}

/** Whether the frame should be written out when the callback ends. */
export function isFrameWanted(): boolean {
  return head[S_WANTED] === 1 && (ticks[LAST] as number) - (ticks[FLUSHED] as number) > WANTED_TICKS;
}

/** Descriptor of the log, -1 before the start. */
export function logDescriptor(): number {
  return fd;
}

/** Bytes that this thread has appended. */
export function loggedBytes(): number {
  return writtenBytes;
}

function beginFrame(): void {
  seq++;
  // Nobody copies a frame without a length: another thread must never see the new number over the old events.
  store(head, S_POS, 0);
  head[S_WANTED] = 0;
  view.setUint32(0, CHUNK_SYNC, true);
  view.setUint8(4, CHUNK_EVENTS);
  view.setUint8(5, 0);
  view.setUint16(6, 0, true);
  view.setUint32(8, arenaHead[A_PID] as number, true);
  view.setUint32(12, head[S_THREAD] as number, true);
  view.setUint32(16, 0, true);
  let at = uint(uint(CHUNK_HEADER_BYTES, seq), 0);
  view.setFloat64(at, (ticks[LAST] as number) * TICK_NS, true);
  at = uint(uint(at + 8, newestPromise), newestResource);
  frameStart = at;
  store(head, S_SEQ, seq);
  store(head, S_POS, at);
}

/** Appends the frame to the log. One write, so that chunks of several threads never mix (O_APPEND). */
export function flush(): void {
  const length = head[S_POS] as number;
  if (!open || length === frameStart) return;
  view.setUint32(16, length - CHUNK_HEADER_BYTES, true);
  writeAll(fd, frame, length);
  ticks[FLUSHED] = ticks[LAST] as number;
  beginFrame();
}

/** Appends a ready-made chunk (other kinds than events). */
export function appendChunk(bytes: Uint8Array): void {
  if (open) writeAll(fd, bytes, bytes.length);
}

function writeAll(target: number, bytes: Uint8Array, length: number): void {
  let done = 0;
  try {
    while (done < length) done += writeSync(target, bytes, done, length - done);
    writtenBytes += length;
  } catch {
    // The log cannot be written any more (disk full, descriptor closed by the program): stop recording, never disturb the program.
    open = false;
  }
}

/** From now on every event is written at once (the process is exiting). */
export function writeThrough(): void {
  unbuffered = true;
  flush();
}

// --- an event: its opcode, its fields in order, its end -----------------------------------------------------------------------
// Where the event in work has come to is handed from call to call: in a variable of this module it would be stored with each byte.

/** Starts an event: where its first field goes. What an error (a stack overflow) left behind half-written is overwritten. */
export function begin(op: number): number {
  const at = head[S_POS] as number;
  frame[at] = op;
  return at + 1;
}

/** The event is complete. */
export function end(at: number): void {
  head[S_POS] = at;
  eventCount++;
  if (at > LIMIT || unbuffered) flush();
  else if (arenaHead[A_WATCHDOG_SLEEPS] === 1) wakeWatchdog();
}

function wakeWatchdog(): void {
  if (compareExchange(arenaHead, A_WATCHDOG_SLEEPS, 1, 0) === 1) notify(arenaHead, A_WATCHDOG_SLEEPS);
}

/** A field that is known to be below 128. */
export function byte(at: number, value: number): number {
  frame[at] = value;
  return at + 1;
}

export function uint(at: number, value: number): number {
  if (value > 127) return longUint(at, value);
  frame[at] = value;
  return at + 1;
}

function longUint(at: number, value: number): number {
  while (value > 0x7fffffff) {
    frame[at++] = (value % 128) | 128;
    value = floor(value / 128);
  }
  while (value > 127) {
    frame[at++] = (value & 127) | 128;
    value >>>= 7;
  }
  frame[at++] = value;
  return at;
}

function int(at: number, value: number): number {
  return uint(at, value >= 0 ? value * 2 : -value * 2 - 1);
}

function back(at: number, newest: number, id: number): number {
  if (id === 0) return byte(at, 0);
  const distance = newest - id;
  return uint(at, distance >= 0 ? distance * 2 + 1 : -distance * 2);
}

/** A promise that is known already, 0 = none. */
export function promise(at: number, id: number): number {
  return back(at, newestPromise, id);
}

/** A resource that is known already, 0 = none. */
export function resource(at: number, id: number): number {
  return back(at, newestResource, id);
}

/** A promise that is new with this event. */
export function newPromise(at: number, id: number): number {
  const distance = id - (newestPromise + 1);
  newestPromise = id;
  return int(at, distance);
}

/** A resource that is new with this event. */
export function newResource(at: number, id: number): number {
  const distance = id - (newestResource + 1);
  newestResource = id;
  return int(at, distance);
}

/** The time of now. */
export function time(at: number): number {
  return timeAt(at, nowTick());
}

/** A time in ticks; one that lies before the newest reads like that one. */
export function timeAt(at: number, tick: number): number {
  const passed = tick - (ticks[LAST] as number);
  if (passed <= 0) return byte(at, 0);
  ticks[LAST] = tick;
  return passed < 0x7fffffff ? uint(at, passed | 0) : longUint(at, passed);
}

/** Index of an interned string (defined in the stream on first use, so before the event that has it begins); 0 for ''. */
export function string(text: string): number {
  if (text === '') return 0;
  let index = strings.get(text);
  if (index !== undefined) return index;
  if (!open) return 0;
  if (strings.size >= MAX_KNOWN_STRINGS) strings = safeMap<string, number>();
  index = ++stringCount;
  const bytes = encode(text);
  if ((head[S_POS] as number) + bytes.length + 16 > LIMIT) flush();
  const at = uint(uint(begin(W.OP_STRING), index), bytes.length);
  copyInto(frame, bytes, at);
  head[S_POS] = at + bytes.length;
  strings.set(text, index);
  return index;
}

const encoder = new TextEncoder();
function encode(text: string): Uint8Array {
  const bytes = encoder.encode(text.length > MAX_STRING_BYTES ? text.slice(0, MAX_STRING_BYTES) : text);
  if (bytes.length <= MAX_STRING_BYTES) return bytes;
  let cut = MAX_STRING_BYTES;
  while (cut > 0 && ((bytes[cut] as number) & 0xc0) === 0x80) cut--;
  return headOf(bytes, cut);
}

const specs: (W.EventSpec | undefined)[] = [];
for (const spec of W.EVENTS) specs[spec.op] = spec;

/**
 * Writes one event of the table. `fields` are the values in the table's order without the `time` fields, which are filled in here;
 * strings are given as text. Use it for everything that is not hot.
 */
export function emit(op: number, ...fields: readonly (number | string)[]): void {
  if (!open) return;
  if (isEdge(op)) tellEdge();
  const spec = specs[op] as W.EventSpec;
  // Strings first: their definitions are events of their own.
  const values: number[] = [];
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as number | string;
    values[i] = typeof field === 'string' ? string(field) : field;
  }
  if (!open) return;
  let at = begin(op);
  let next = 0;
  // No iterators and no methods of arrays, here and above: the program can patch those.
  for (let i = 0; i < spec.fields.length; i++) {
    const kind = (spec.fields[i] as (typeof spec.fields)[number])[1];
    if (kind === 'time') at = time(at);
    else {
      const value = values[next++] ?? 0;
      if (kind === 'int') at = int(at, value);
      else if (kind === 'promise') at = promise(at, value);
      else if (kind === 'resource') at = resource(at, value);
      else at = uint(at, value);
    }
  }
  end(at);
}
