// HOT
/** Segments: promises and resources that are made, settle, and run callbacks; which callback runs now, and how long it takes. */
import * as W from '../wire/events.ts';
import { TICK_NS } from '../wire/format.ts';
import { S_BEAT, S_DEPTH, S_SCRIPT } from './arena.ts';
import {
  begin,
  byte,
  emit,
  end,
  flush,
  head,
  isFrameOld,
  isFrameWanted,
  isOpen,
  lastTick,
  newPromise,
  newResource,
  nowTick,
  promise,
  resource,
  setPaused,
  siteRegister,
  tellEdge,
  time,
  timeAt,
  uint,
  writtenEvents,
} from './recorder.ts';

/** Running callbacks, innermost last (0 = loop or main script). */
let depth = 0;
let segment = 0;
/** Number of events right after the newest AFTER: what starts then starts at the same time. */
let eventsAtAfter = -1;
/** Times in ticks; see recorder.ts for why they are in a typed array. */
const ticks = new Float64Array(2);
const OUTERMOST = 0;
const CPU_READ = 1;

const EPOCH_MASK = 0x3fffffff;
/** Grows whenever another segment or activation starts to run; a small integer, so it comes round after 2^30. */
export let epoch = 0;
/** The epoch in which the running segment began. */
export let segmentEpoch = 0;

/** Another activation runs from here on. */
export function switchActivation(): void {
  epoch = (epoch + 1) & EPOCH_MASK;
}

function nextSegment(): void {
  segment++;
  epoch = (epoch + 1) & EPOCH_MASK;
  segmentEpoch = epoch;
}

/** Number of the running segment of this thread; grows by one whenever a callback starts or the one below it goes on. */
export function currentSegment(): number {
  return segment;
}

/** How many callbacks are running, one inside the other. */
export function currentDepth(): number {
  return depth;
}

/** The main script has run to its end: from now on depth 0 means that the loop is idle. */
export function leaveScript(): void {
  tellEdge();
  // What the script did since the newest AFTER is not the time of what comes first.
  eventsAtAfter = -1;
  nextSegment();
  head[S_BEAT] = segment;
  head[S_SCRIPT] = 0;
  siteRegister[0] = 0;
}

/** [OP_INIT_PROMISE][id][parent][site] */
export function recordInitPromise(id: number, parent: number): void {
  if (!isOpen()) return;
  let at = begin(W.OP_INIT_PROMISE);
  at = newPromise(at, id);
  at = promise(at, parent);
  at = uint(at, siteRegister[0] as number);
  end(at);
}

/** [OP_INIT][id][type][trigger][site] */
export function recordInit(id: number, type: number, trigger: number): void {
  if (!isOpen()) return;
  let at = begin(W.OP_INIT);
  at = newResource(at, id);
  at = uint(at, type);
  at = resource(at, trigger);
  at = uint(at, siteRegister[0] as number);
  end(at);
}

/** [OP_BEFORE_PROMISE][id][time] */
export function recordBeforePromise(id: number): void {
  if (!isOpen()) return;
  tellEdge();
  // For a promise of `new Promise` this is the job that hooks it up to the promise it was resolved with (v8.promiseHooks tell no resolve then).
  if (resolveListener !== undefined) resolveListener(id);
  // Reactions that follow each other directly start when the one before ended: that saves every second look at the clock (40 ns).
  const follows = writtenEvents() === eventsAtAfter;
  let at = begin(W.OP_BEFORE_PROMISE);
  at = promise(at, id);
  at = follows ? byte(at, 0) : time(at);
  enterSegment();
  end(at);
}

/** [OP_BEFORE][id][time]. `isTick`: of process.nextTick, which Node runs one right after the other. */
export function recordBefore(id: number, isTick: boolean): void {
  if (!isOpen()) return;
  tellEdge();
  const follows = isTick && writtenEvents() === eventsAtAfter;
  let at = begin(W.OP_BEFORE);
  at = resource(at, id);
  at = follows ? byte(at, 0) : time(at);
  const outermost = depth === 0;
  enterSegment();
  end(at);
  if (outermost && isFrameOld()) flush();
}

/** [OP_AFTER][time] */
export function recordAfter(): void {
  if (!isOpen()) return;
  tellEdge();
  const tick = nowTick();
  if (depth === 1 && tick - (ticks[OUTERMOST] as number) > LONG_TICKS) recordLong();
  let at = begin(W.OP_AFTER);
  at = timeAt(at, tick);
  leaveSegment();
  end(at);
  eventsAtAfter = writtenEvents();
  if (depth === 0 && isFrameWanted()) flush();
}

function enterSegment(): void {
  if (depth === 0) startOutermost();
  nextSegment();
  head[S_DEPTH] = ++depth;
  head[S_BEAT] = segment;
  siteRegister[0] = 0;
}

function leaveSegment(): void {
  nextSegment();
  if (depth > 0) head[S_DEPTH] = --depth;
  head[S_BEAT] = segment;
  siteRegister[0] = 0;
}

let resolveListener: ((promise: number) => void) | undefined;

/** `listener` hears of every promise that is resolved from now on. */
export function onPromiseResolved(listener: (promise: number) => void): void {
  resolveListener = listener;
}

/** [OP_RESOLVE][id] */
export function recordResolve(id: number): void {
  if (!isOpen()) return;
  if (resolveListener !== undefined) resolveListener(id);
  let at = begin(W.OP_RESOLVE);
  at = promise(at, id);
  end(at);
}

// --- long callbacks -----------------------------------------------------------------------------------------------------------

/** Callbacks that take longer get an OP_LONG with their processor time. */
const LONG_TICKS = 20e6 / TICK_NS;
/** The processor time before a long callback is known to this precision; what the reading costs is spread over it. */
const CPU_TICKS = 10e6 / TICK_NS;
let cpuUs = -1;
let ownUs = 0;
let ownUsBefore = 0;

let threadCpuUs: () => number = () => -1;

/** Where the processor time of this thread comes from (microseconds, -1 = not known). */
export function setThreadCpuClock(clock: () => number): void {
  threadCpuUs = clock;
}

/** Node 20 gives the figure in a file only: that reading is ours, not the program's. */
function readCpu(): number {
  setPaused(true);
  const us = threadCpuUs();
  setPaused(false);
  return us;
}

/** Does work of Interleave's own inside a callback of the program (transforming code) and keeps its processor time apart. */
export function countAsOwn<T>(work: () => T): T {
  const before = readCpu();
  try {
    return work();
  } finally {
    const after = readCpu();
    if (before >= 0 && after > before) ownUs += after - before;
  }
}

/** An outermost callback starts: reads the processor time if the last reading is too old. */
function startOutermost(): void {
  const tick = lastTick();
  ticks[OUTERMOST] = tick;
  if (tick - (ticks[CPU_READ] as number) < CPU_TICKS) return;
  ticks[CPU_READ] = tick;
  cpuUs = readCpu();
  ownUsBefore = ownUs;
}

function recordLong(): void {
  const now = readCpu();
  const used = now < 0 || cpuUs < 0 ? 0 : Math.max(1, Math.round(now - cpuUs));
  emit(W.OP_LONG, used, Math.round(ownUs - ownUsBefore), siteRegister[0] as number);
}
