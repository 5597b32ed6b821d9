/**
 * The watchdog: a worker that looks after the threads of its process while they cannot do it themselves. It
 * - writes out frames that have stood still for a tick (an idle or a stuck thread),
 * - looks at the newest call site of a thread that has been in one segment for long (OP_STUCK), which also tells where a native call keeps it,
 * - reads the stack of a main thread that has been in one segment for long (OP_SAMPLE, in a stream of its own under WATCHDOG_THREAD),
 * - says once when nothing in the process has moved for a while, and what each thread is doing then (OP_STILL),
 * - has the main thread collect its garbage, which proves that a promise can never settle: when asked what is pending, and once when the loop is idle for long,
 * - answers the host on the control socket.
 *
 * While nothing moves it sleeps until a writer wakes it. It holds no inspector session but for the millisecond of a sample.
 */
import inspector from 'node:inspector';
import net from 'node:net';
import { Writable } from 'node:stream';
import workerThreads from 'node:worker_threads';
import * as W from '../wire/events.ts';
import {
  A_FD,
  A_PID,
  A_SLOTS,
  A_STOP,
  A_WATCHDOG_SLEEPS,
  arenaHeader,
  FRAME_BYTES,
  S_BEAT,
  S_BLOCKED,
  S_DEPTH,
  S_ORPHANS,
  S_POS,
  S_SCRIPT,
  S_SEQ,
  S_SITE,
  S_STATE,
  S_THREAD,
  S_WANTED,
  type Slot,
  slotAt,
  WRITES_OUTPUT,
} from './arena.ts';
import { drainSlot } from './drain.ts';
import type { WatchdogData } from './hooks/watch.ts';
import { emit, flush, startRecorder } from './recorder.ts';

const TICK_MS = 10;
/** A frame that keeps growing without being written out is drained this often, in ticks. */
const DRAIN_EVERY_TICKS = 10;
/** A segment that lasts longer is a stall worth a look at the stack. */
const FIRST_SAMPLE_MS = 200;
/** Loading a program takes long, and asking for its stack costs it 20 ms: while its script runs for the first time, only what takes this long. */
const FIRST_SAMPLE_OF_SCRIPT_MS = 600;
const SAMPLE_EVERY_MS = 2000;
/** A process with thousands of scripts takes long to answer, and stands still meanwhile: the next question comes so many times later. */
const SAMPLE_REST = 20;
/** From here on the call site of a segment is looked at with each tick; after so many looks it is told, and again after twice as many. */
const LONG_MS = 15;
const FIRST_RECORD = 2;
/** A thread in a native call does not answer; then the question is taken back. */
const ANSWER_MS = 60;
const MAX_FRAMES = 24;
/** Nothing has moved for so long: the process stands still. */
const STILL_MS = 1000;
/** Collecting garbage may take so long (about 100 ms for a heap of 160 MB); the callbacks about it come a turn later. */
const COLLECT_MS = 500;
const FINALIZE_MS = 30;

interface Watched {
  readonly slot: Slot;
  seq: number;
  pos: number;
  drained: number;
  sinceDrain: number;
  beat: number;
  beatSince: number;
  nextSample: number;
  /** Looks at this segment since it became long, the number at which the next record is due, and what was seen: call site → looks. */
  looks: number;
  nextRecord: number;
  readonly sites: Map<number, number>;
}

// Node breaks off the whole process when a thread that may not have the inspector asks for it.
const { arena, socket, token, mayInspect } = workerThreads.workerData as WatchdogData;
const header = arenaHeader(arena);
const logFd = header[A_FD] as number;
/** The slots that have ever been in use. */
const watched: Watched[] = [];
let sampling = false;
let lastSampleMs = 0;
/** Sum of what changes when any thread does anything, since when it is the same, and whether that was told. */
let motion = -1;
let stillSince = 0;
let isStillTold = false;
let hasCollected = false;

startRecorder({ head: new Int32Array(new SharedArrayBuffer(256)), frame: new Uint8Array(64 << 10), index: -1 }, header, W.WATCHDOG_THREAD);

/** Takes slots in that are used for the first time. */
function watchNewSlots(): void {
  for (let index = watched.length; index < Atomics.load(header, A_SLOTS); index++) {
    watched.push({
      slot: slotAt(arena, index),
      seq: 0,
      pos: 0,
      drained: 0,
      sinceDrain: 0,
      beat: -1,
      beatSince: 0,
      nextSample: 0,
      looks: 0,
      nextRecord: FIRST_RECORD,
      sites: new Map<number, number>(),
    });
  }
}

/** One look at every thread. True while something moves or is stuck. */
function look(now: number): boolean {
  watchNewSlots();
  let busy = false;
  for (const entry of watched) {
    if (Atomics.load(entry.slot.head, S_STATE) !== 1) continue;
    if (lookAtFrame(entry)) busy = true;
    if (lookAtSegment(entry, now)) busy = true;
  }
  return busy;
}

function lookAtFrame(entry: Watched): boolean {
  const seq = Atomics.load(entry.slot.head, S_SEQ);
  const pos = Atomics.load(entry.slot.head, S_POS);
  if (seq !== entry.seq) {
    entry.seq = seq;
    entry.drained = 0;
    entry.sinceDrain = 0;
    entry.pos = NaN;
  }
  if (pos === entry.drained) return false;
  entry.sinceDrain++;
  const stands = pos === entry.pos;
  entry.pos = pos;
  const isWanted = Atomics.load(entry.slot.head, S_WANTED) === 1;
  if (stands || isWanted || entry.sinceDrain >= DRAIN_EVERY_TICKS) {
    drainSlot(entry.slot, logFd);
    entry.drained = pos;
    entry.sinceDrain = 0;
  }
  return true;
}

function lookAtSegment(entry: Watched, now: number): boolean {
  const { head } = entry.slot;
  if (head[S_DEPTH] === 0 && head[S_SCRIPT] === 0) {
    entry.beat = -1;
    return false;
  }
  const beat = Atomics.load(head, S_BEAT);
  if (beat !== entry.beat) {
    entry.beat = beat;
    entry.beatSince = now;
    entry.nextSample = now + (head[S_DEPTH] === 0 ? FIRST_SAMPLE_OF_SCRIPT_MS : FIRST_SAMPLE_MS);
    entry.looks = 0;
    entry.nextRecord = FIRST_RECORD;
    entry.sites.clear();
    return true;
  }
  if (now - entry.beatSince >= LONG_MS && head[S_BLOCKED] !== 1) lookAtSite(entry);
  // Only the main thread can be asked; inside a blocking call its open record says more than any stack.
  if (now >= entry.nextSample && head[S_THREAD] === 0 && head[S_BLOCKED] === 0 && mayInspect && !sampling) {
    const stuckMs = Math.round(now - entry.beatSince);
    entry.nextSample = now + Math.max(Math.min(stuckMs, SAMPLE_EVERY_MS), lastSampleMs * SAMPLE_REST);
    sample(stuckMs, () => Atomics.load(head, S_BEAT) === beat && head[S_BLOCKED] === 0);
  }
  return true;
}

function lookAtSite(entry: Watched): void {
  const { head } = entry.slot;
  const site = head[S_SITE] as number;
  entry.sites.set(site, (entry.sites.get(site) ?? 0) + 1);
  if (++entry.looks < entry.nextRecord) return;
  entry.nextRecord *= 2;
  let most = 0;
  for (const [seen, times] of entry.sites) if (times > (entry.sites.get(most) ?? 0)) most = seen;
  // Only while it lasts: the record belongs to the segment that is running when it is made.
  if (most === 0 || Atomics.load(head, S_BEAT) !== entry.beat) return;
  emit(W.OP_STUCK, head[S_THREAD] as number, most, entry.sites.get(most) as number, entry.looks);
  flush();
}

interface PausedFrame {
  readonly functionName: string;
  readonly url: string;
  readonly location: { readonly scriptId: string; readonly lineNumber: number; readonly columnNumber?: number };
}

/** Says once when no thread has moved for STILL_MS. */
function lookForStandstill(now = performance.now()): void {
  let sum = 0;
  for (const { slot } of watched) {
    if (Atomics.load(slot.head, S_STATE) === 1) sum += 1 + Atomics.load(slot.head, S_SEQ) * FRAME_BYTES + Atomics.load(slot.head, S_POS);
  }
  if (sum !== motion) {
    motion = sum;
    stillSince = now;
    isStillTold = false;
  } else if (!isStillTold && now - stillSince >= STILL_MS) tellStandstill();
}

function tellStandstill(): void {
  isStillTold = true;
  drainAll();
  tellStates();
  if (!hasCollected && canCollect()) {
    hasCollected = true;
    void collectGarbage();
  }
}

/** What each thread is doing now (OP_STILL). */
function tellStates(): void {
  const stillMs = Math.round(performance.now() - stillSince);
  for (const { slot } of watched) {
    if (Atomics.load(slot.head, S_STATE) === 1) emit(W.OP_STILL, slot.head[S_THREAD] as number, stateOf(slot.head), stillMs);
  }
  flush();
}

/** The main thread is idle, and somebody waits for a promise that perhaps nobody can settle. */
function canCollect(): boolean {
  return watched.some(
    ({ slot: { head } }) =>
      mayInspect &&
      Atomics.load(head, S_STATE) === 1 &&
      head[S_THREAD] === 0 &&
      stateOf(head) === W.STILL_IDLE &&
      (head[S_ORPHANS] as number) > 0,
  );
}

/** Has the main thread collect its garbage, outside of any callback of the program. */
async function collectGarbage(): Promise<void> {
  if (sampling) return;
  sampling = true;
  const session = new inspector.Session();
  try {
    session.connectToMainThread();
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, COLLECT_MS);
      session.post('HeapProfiler.collectGarbage', () => {
        clearTimeout(limit);
        resolve();
      });
    });
  } catch {
    // Another session is in the way, or the thread is about to end.
  }
  session.disconnect();
  sampling = false;
  await new Promise((resolve) => setTimeout(resolve, FINALIZE_MS));
}

function stateOf(head: Int32Array): number {
  const blocked = head[S_BLOCKED] as number;
  if (blocked >= WRITES_OUTPUT) return W.STILL_OUTPUT + blocked - WRITES_OUTPUT;
  if (blocked !== 0) return W.STILL_BLOCKED;
  return head[S_DEPTH] === 0 && head[S_SCRIPT] === 0 ? W.STILL_IDLE : W.STILL_RUNNING;
}

/** Stops the main thread for the moment it takes to read its stack. `isSame` tells whether it is still in the segment that was asked about. */
function sample(stuckMs: number, isSame: () => boolean): void {
  sampling = true;
  const session = new inspector.Session();
  const asked = performance.now();
  let isOver = false;
  const end = (): void => {
    clearTimeout(limit);
    if (isOver) return;
    isOver = true;
    sampling = false;
    session.disconnect();
    lastSampleMs = performance.now() - asked;
  };
  const limit = setTimeout(end, ANSWER_MS);
  // Frames of a question from another thread have no address of their own.
  const urls = new Map<string, string>();
  try {
    session.connectToMainThread();
    session.on('Debugger.scriptParsed', ({ params }) => {
      urls.set(params.scriptId, params.url);
    });
    session.on('Debugger.paused', (message: { params: { callFrames: unknown[] } }) => {
      // It may come when the question was taken back already; the end of the session has let the thread go on.
      if (isOver) return;
      session.post('Debugger.resume');
      if (isSame()) {
        emit(W.OP_SAMPLE, stackText(message.params.callFrames as PausedFrame[], urls), stuckMs);
        flush();
      }
      end();
    });
    session.post('Debugger.enable');
    session.post('Debugger.pause');
  } catch {
    // Another session is in the way, or the thread is about to end.
    end();
  }
}

/** 'fn file:line:column' lines, innermost first; line and column are 1-based. */
function stackText(frames: readonly PausedFrame[], urls: ReadonlyMap<string, string>): string {
  return frames
    .slice(0, MAX_FRAMES)
    .map(
      (frame) =>
        `${frame.functionName || '(anonymous)'} ${frame.url || (urls.get(frame.location.scriptId) ?? '')}:${frame.location.lineNumber + 1}:${(frame.location.columnNumber ?? 0) + 1}`,
    )
    .join('\n');
}

function drainAll(): void {
  watchNewSlots();
  for (const entry of watched) {
    if (Atomics.load(entry.slot.head, S_STATE) === 1 && drainSlot(entry.slot, logFd) > 0) {
      entry.drained = Atomics.load(entry.slot.head, S_POS);
    }
  }
}

/** One timer for all looks: a promise and a timer anew for each look took as long as the look itself. */
let looks: NodeJS.Timeout | undefined;

function keepLooking(): void {
  looks = setInterval(lookAndRest, TICK_MS);
}

function lookAndRest(): void {
  const now = performance.now();
  const isBusy = look(now);
  lookForStandstill(now);
  if (!isBusy && !sampling) sleep();
}

/** Rests until a writer adds an event. */
function sleep(): void {
  Atomics.store(header, A_WATCHDOG_SLEEPS, 1);
  watchNewSlots();
  const moved = watched.some(
    ({ slot, drained, seq }) =>
      Atomics.load(slot.head, S_STATE) === 1 && (Atomics.load(slot.head, S_POS) !== drained || Atomics.load(slot.head, S_SEQ) !== seq),
  );
  if (moved) {
    Atomics.store(header, A_WATCHDOG_SLEEPS, 0);
    return;
  }
  const { waitAsync } = Atomics as unknown as {
    waitAsync(array: Int32Array, index: number, value: number): { async: true; value: Promise<string> } | { async: false };
  };
  const result = waitAsync(header, A_WATCHDOG_SLEEPS, 1);
  if (!result.async) return;
  clearInterval(looks);
  const timer = setTimeout(lookForStandstill, STILL_MS + TICK_MS);
  void result.value.then(() => {
    clearTimeout(timer);
    keepLooking();
  });
}

interface Command {
  readonly cmd?: string;
  readonly id?: number;
}

/** Line-delimited JSON: we say hello, the host sends commands, each is answered. A host that goes away changes nothing. */
function connect(): void {
  const client = net.connect(socket);
  let rest = '';
  client.on('connect', () =>
    client.write(`${JSON.stringify({ hello: 'interleave', token, pid: header[A_PID], node: process.version })}\n`),
  );
  client.setEncoding('utf8');
  client.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') void answer(line).then((reply) => client.write(`${JSON.stringify(reply)}\n`));
    }
  });
  client.on('error', () => client.destroy());
}

async function answer(line: string): Promise<object> {
  let command: Command;
  try {
    command = JSON.parse(line) as Command;
  } catch {
    return { ok: false, reason: 'not JSON' };
  }
  const { cmd, id } = command;
  if (cmd !== 'dump' && cmd !== 'flush' && cmd !== 'stop') return { ok: false, cmd, id, reason: 'unknown command' };
  if (cmd === 'dump') {
    if (canCollect()) await collectGarbage();
    lookForStandstill();
    tellStates();
  }
  drainAll();
  if (cmd === 'stop') Atomics.store(header, A_STOP, 1);
  return { ok: true, cmd, id };
}

/** Whatever goes wrong here must not reach the program: output of a worker would appear there, and keep its loop alive. */
function keepQuiet(): void {
  process.removeAllListeners('warning');
  process.on('uncaughtException', () => {});
  for (const name of ['stdout', 'stderr'] as const) {
    Object.defineProperty(process, name, { value: new Writable({ write: (_chunk, _encoding, done) => done() }) });
  }
}

keepQuiet();
// waitAsync alone does not keep the worker alive.
setInterval(() => {}, 0x7fffffff);
if (socket !== '') connect();
keepLooking();
lookAndRest();
