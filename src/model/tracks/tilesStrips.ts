// HOT
/** The strips above the lanes: use of threads, length of loop turns, outstanding I/O and jobs of libuv's pool; and the overview of the whole run. */
import { partsBetween, pausesOf } from './pauses.ts';
import { stallsOf } from './stalls.ts';
import { WATCHDOG_THREAD } from '../../wire/events.ts';
import { NONE } from '../ids.ts';
import type { PartTimes } from '../partOf.ts';
import { leftWaiting } from '../leftWaiting.ts';
import type { AxisPiece, StripsReply, StripsRequest, SummaryReply, SummaryRequest, TimelineReport } from '../requests.ts';
import { STATE_IO } from '../requests.ts';
import { TASK_PROMISE, type RunInfo } from '../trace.ts';
import { cached, rowsOfFinding, shownFinding } from './tracksIndex.ts';
import type { Timeline } from './tracksIndex.ts';
import { nameOfThread, runningText } from './tracksNames.ts';
import { usesPool } from './tracksWaits.ts';
import { firstWhere } from '../../base/search.ts';

/** Bins over the whole run; each further level has an eighth of them. */
const BINS = 131_072;
const LEVELS = 3;
const PER_BIN = 8;
/** Turns of an event loop above this count as blocking. */
const LAG_WARN_NS = 50e6;
/** Stretches without any execution above this can be folded. */
const IDLE_NS = 2e9;
/** The same for the time before the first execution. */
const LEAD_NS = 20e6;
/** Segments of a thread that are walked for one picture; above, the fixed bins are used. */
const MAX_WALK = 16_384;

/** ns running and in blocking calls per bin, longest turn per bin. */
interface ThreadBins {
  readonly running: Float32Array;
  readonly native: Float32Array;
  readonly lag: Float32Array;
}

/** Of one thread over the whole run, the finest first. */
interface BinLevels {
  readonly levels: readonly ThreadBins[];
  readonly longest: Turn | null;
}

interface Turn {
  readonly ns: number;
  readonly atNs: number;
  readonly segment: number;
}

function binsOf(timeline: Timeline, thread: number): BinLevels {
  return cached(timeline, `thread${thread}`, () => {
    const bins = { running: new Float32Array(BINS), native: new Float32Array(BINS), lag: new Float32Array(BINS) };
    const { tracks } = timeline;
    const scale = BINS / Math.max(1, tracks.endNs);
    let longest: Turn | null = null;
    walkThread(timeline, thread, 0, tracks.endNs, {
      busy: (from, to) => spread(bins.running, from * scale, to * scale, 1 / scale),
      turn: (from, to, ns, segment) => {
        peak(bins.lag, from * scale, to * scale, ns);
        longest = longer(longest, from, ns, segment);
      },
    });
    for (const block of stallsOf(timeline.trace)) {
      if (block.thread !== thread) continue;
      const end = Number.isNaN(block.endNs) ? tracks.endNs : block.endNs - tracks.originNs;
      spread(bins.native, (block.startNs - tracks.originNs) * scale, end * scale, 1 / scale);
    }
    const levels: ThreadBins[] = [bins];
    for (let level = 1; level < LEVELS; level++) levels.push(coarser(levels[level - 1] as ThreadBins));
    return { levels, longest };
  });
}

function longer(best: Turn | null, atNs: number, ns: number, segment: number): Turn {
  return best === null || ns > best.ns ? { ns, atNs, segment } : best;
}

function coarser({ running, native, lag }: ThreadBins): ThreadBins {
  const count = running.length / PER_BIN;
  const bins = { running: new Float32Array(count), native: new Float32Array(count), lag: new Float32Array(count) };
  for (let i = 0; i < running.length; i++) {
    const to = Math.floor(i / PER_BIN);
    bins.running[to]! += running[i] as number;
    bins.native[to]! += native[i] as number;
    bins.lag[to] = Math.max(bins.lag[to] as number, lag[i] as number);
  }
  return bins;
}

/** The coarsest level that has at least two bins for each of the picture's. */
function levelFor({ levels }: BinLevels, endNs: number, piece: AxisPiece, binPx: number): ThreadBins {
  const wanted = (2 * endNs * (piece.x1 - piece.x0)) / binPx / (piece.t1 - piece.t0);
  return levels.findLast((level) => level.running.length >= wanted) ?? (levels[0] as ThreadBins);
}

function spread(sums: Float32Array, a: number, b: number, weight: number): void {
  const last = Math.min(sums.length - 1, Math.floor(b));
  for (let i = Math.max(0, Math.floor(a)); i <= last; i++) {
    const share = Math.min(b, i + 1) - Math.max(a, i);
    if (share > 0) sums[i]! += share * weight;
  }
}

function peak(peaks: Float32Array, a: number, b: number, value: number): void {
  const last = Math.min(peaks.length - 1, Math.floor(b));
  for (let i = Math.max(0, Math.floor(a)); i <= last; i++) if ((peaks[i] as number) < value) peaks[i] = value;
}

interface ThreadVisitor {
  busy(fromNs: number, toNs: number): void;
  /** `ns`: its length without pauses. */
  turn(fromNs: number, toNs: number, ns: number, segment: number): void;
}

/** First segment of a thread that ends after a relative time, as a position in its list. */
function firstAfter(timeline: Timeline, list: Int32Array, ns: number): number {
  const { segments } = timeline.trace;
  const absolute = ns + timeline.tracks.originNs;
  return firstWhere(0, list.length, (i) => segments.endNs.at(list[i] as number) > absolute);
}

function walkThread(timeline: Timeline, thread: number, fromNs: number, toNs: number, visitor: ThreadVisitor): void {
  const { segments, threads } = timeline.trace;
  const { originNs, threadSegments } = timeline.tracks;
  const list = threadSegments[thread] ?? new Int32Array(0);
  let i = firstAfter(timeline, list, fromNs);
  // Back to the start of the turn that is under way.
  while (i > 0 && i < list.length && segments.turn.at(list[i - 1] as number) === segments.turn.at(list[i] as number)) i--;
  const ready = (threads[thread]?.readyNs ?? Number.NaN) - originNs;
  let turn = NONE as number;
  let turnStart = 0;
  let turnEnd = 0;
  let pausedNs = 0;
  let longest = NONE as number;
  let longestNs = 0;
  let ranNs = 0;
  const pauses = pausesOf(timeline);
  const ran = (from: number, to: number): void => {
    ranNs += to - from;
    visitor.busy(from, to);
  };
  const flush = (): void => {
    // Loading and start-up of the program are not blocking.
    if (turn !== NONE && !(turnStart < ready)) visitor.turn(turnStart, turnEnd, turnEnd - turnStart - pausedNs, longest);
  };
  for (; i < list.length; i++) {
    const s = list[i] as number;
    const start = segments.startNs.at(s) - originNs;
    if (start >= toNs) break;
    const end = segments.endNs.at(s) - originNs;
    ranNs = 0;
    partsBetween(pauses, start, end, ran);
    if (segments.turn.at(s) !== turn) {
      flush();
      turn = segments.turn.at(s);
      turnStart = start;
      pausedNs = 0;
      longest = s;
      longestNs = 0;
    }
    turnEnd = end;
    pausedNs += end - start - ranNs;
    if (ranNs > longestNs) {
      longest = s;
      longestNs = ranNs;
    }
  }
  flush();
}

/** Share of time (0..1) that threads are busy, per bin of `binPx` pixels. */
export function threadUse(
  timeline: Timeline,
  threads: readonly number[],
  pieces: readonly AxisPiece[],
  binPx: number,
  count: number,
): { running: Float32Array; native: Float32Array; lag: Float32Array } {
  const running = new Float32Array(count);
  const native = new Float32Array(count);
  const lag = new Float32Array(count);
  const { trace, tracks } = timeline;
  for (const piece of pieces) {
    const scale = (piece.x1 - piece.x0) / binPx / (piece.t1 - piece.t0);
    const shift = piece.x0 / binPx - piece.t0 * scale;
    const at = (ns: number): number => Math.min(piece.x1 / binPx, Math.max(piece.x0 / binPx, ns * scale + shift));
    for (const thread of threads) {
      // A worker is there to be busy: only main threads can keep others waiting.
      const isLoop = trace.threads[thread]?.threadId === 0;
      const list = tracks.threadSegments[thread] ?? new Int32Array(0);
      const amount = firstAfter(timeline, list, piece.t1) - firstAfter(timeline, list, piece.t0);
      if (amount > MAX_WALK) {
        const bins = levelFor(binsOf(timeline, thread), tracks.endNs, piece, binPx);
        const binCount = bins.running.length;
        const perBin = Math.max(1, tracks.endNs) / binCount;
        for (let b = Math.max(0, Math.floor(piece.t0 / perBin)); b < Math.min(binCount, piece.t1 / perBin); b++) {
          const x0 = at(b * perBin);
          const x1 = at((b + 1) * perBin);
          spread(running, x0, x1, (bins.running[b] as number) / perBin);
          spread(native, x0, x1, (bins.native[b] as number) / perBin);
          if (isLoop) peak(lag, x0, Math.max(x0, x1 - 1e-6), bins.lag[b] as number);
        }
        continue;
      }
      walkThread(timeline, thread, piece.t0, piece.t1, {
        busy: (from, to) => spread(running, at(from), at(to), 1),
        turn: (from, to, ns) => {
          if (isLoop && to > piece.t0) peak(lag, at(from), at(to), ns);
        },
      });
      for (const block of stallsOf(trace)) {
        if (block.thread !== thread) continue;
        const end = Number.isNaN(block.endNs) ? tracks.endNs : block.endNs - tracks.originNs;
        if (end > piece.t0 && block.startNs - tracks.originNs < piece.t1) spread(native, at(block.startNs - tracks.originNs), at(end), 1);
      }
    }
  }
  const n = Math.max(1, threads.length);
  for (let i = 0; i < count; i++) {
    native[i] = Math.min(1, (native[i] as number) / n);
    running[i] = Math.max(0, Math.min(1, (running[i] as number) / n) - (native[i] as number));
  }
  return { running, native, lag };
}

/** Requests under way: times at which their number changes, and the number from there on. */
interface Counts {
  readonly ns: Float64Array;
  readonly count: Int32Array;
}

function outstanding(timeline: Timeline): { io: Counts; pool: Counts } {
  return cached(timeline, 'outstanding', () => {
    const { trace, tracks } = timeline;
    const io: [number, number][] = [];
    const pool: [number, number][] = [];
    const isPool: boolean[] = [];
    const { tasks, segments } = trace;
    for (let t = 0; t < tasks.length; t++) {
      if ((tasks.flags.at(t) & TASK_PROMISE) !== 0 || tracks.waits.stateOfTask(t) !== STATE_IO) continue;
      const first = tasks.firstRun.at(t);
      if (first === NONE) continue;
      const from = tasks.initNs.at(t) - tracks.originNs;
      const to = segments.startNs.at(first) - tracks.originNs;
      io.push([from, 1], [to, -1]);
      if ((isPool[tasks.type.at(t)] ??= usesPool(trace.taskType(t)))) pool.push([from, 1], [to, -1]);
    }
    return { io: toCounts(io), pool: toCounts(pool) };
  });
}

function toCounts(changes: [number, number][]): Counts {
  changes.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let n = 0;
  return { ns: Float64Array.from(changes, (c) => c[0]), count: Int32Array.from(changes, (c) => (n += c[1])) };
}

function drawCounts({ ns, count }: Counts, piece: AxisPiece, out: Float32Array): void {
  const scale = (piece.x1 - piece.x0) / (piece.t1 - piece.t0);
  const after = firstWhere(0, ns.length, (i) => (ns[i] as number) > piece.t0);
  for (let i = Math.max(0, after - 1); i < ns.length && (ns[i] as number) < piece.t1; i++) {
    const n = count[i] as number;
    if (n <= 0) continue;
    const a = piece.x0 + (Math.max(ns[i] as number, piece.t0) - piece.t0) * scale;
    const b = piece.x0 + (Math.min(ns[i + 1] ?? piece.t1, piece.t1) - piece.t0) * scale;
    peak(out, a, Math.min(b, piece.x1 - 1), n);
  }
}

/** All threads but the recorder's own. */
function programThreads(timeline: Timeline): number[] {
  return timeline.trace.threads.flatMap(({ threadId }, i) => (threadId === WATCHDOG_THREAD ? [] : [i]));
}

export function answerStrips(timeline: Timeline, request: StripsRequest): StripsReply {
  const pieces = request.pieces.filter((p) => p.t1 > p.t0 && p.x1 > p.x0 && p.x1 <= 60_000);
  const width = Math.ceil(pieces.at(-1)?.x1 ?? 0);
  const threads = programThreads(timeline);
  const { running, native, lag } = threadUse(timeline, threads, pieces, 1, width);
  const io = new Float32Array(width);
  const pool = new Float32Array(width);
  const counts = outstanding(timeline);
  for (const piece of pieces) {
    drawCounts(counts.io, piece, io);
    drawCounts(counts.pool, piece, pool);
  }
  return { version: timeline.version, lag, running, native, io, pool, maxLag: longestTurn(timeline) };
}

function longestTurnOf(timeline: Timeline, thread: number): Turn | null {
  if ((timeline.tracks.threadSegments[thread]?.length ?? 0) > MAX_WALK) return binsOf(timeline, thread).longest;
  let longest: Turn | null = null;
  walkThread(timeline, thread, 0, timeline.tracks.endNs, {
    busy: () => undefined,
    turn: (from, _to, ns, segment) => {
      longest = longer(longest, from, ns, segment);
    },
  });
  return longest;
}

function longestTurn(timeline: Timeline): StripsReply['maxLag'] {
  return cached(timeline, 'longest', () => {
    let found: Turn | null = null;
    for (const [thread, { threadId }] of timeline.trace.threads.entries()) {
      const longest = threadId === 0 ? longestTurnOf(timeline, thread) : null;
      if (longest !== null && (found === null || longest.ns > found.ns)) found = longest;
    }
    if (found === null) return null;
    const lane = timeline.tracks.segmentLane[found.segment] ?? NONE;
    const text = lane === NONE ? '' : runningText(timeline, lane, found.segment, found.atNs);
    return { ns: found.ns, atNs: found.atNs, text };
  });
}

/** Stretches of more than IDLE_NS in which nothing ran on any thread and nothing was recorded, or what ran stood still. */
function idleOf(timeline: Timeline): readonly (readonly [number, number])[] {
  return cached(timeline, 'idle', () => {
    const { trace, tracks } = timeline;
    const spans: [number, number][] = [];
    const pauses = pausesOf(timeline);
    for (const list of tracks.threadSegments) {
      let end = -1;
      const add = (from: number, to: number): void => {
        if (end >= 0 && from - end < IDLE_NS) (spans.at(-1) as [number, number])[1] = Math.max(end, to);
        else spans.push([from, to]);
        end = Math.max(end, to);
      };
      for (const s of list) {
        partsBetween(pauses, trace.segments.startNs.at(s) - tracks.originNs, trace.segments.endNs.at(s) - tracks.originNs, add);
      }
    }
    for (const block of trace.blocks) {
      const end = Number.isNaN(block.endNs) ? tracks.endNs : block.endNs - tracks.originNs;
      partsBetween(pauses, block.startNs - tracks.originNs, end, (from, to) => spans.push([from, to]));
    }
    spans.sort((a, b) => a[0] - b[0]);
    // What is not looked at takes no more room than what is idle.
    const beginNs = trace.run.fromMs * 1e6;
    const idle: [number, number][] = beginNs > 0 ? [[0, beginNs]] : [];
    let end = beginNs;
    for (const [from, to] of spans) {
      if (to < beginNs) continue;
      if (from - end > (end === 0 ? LEAD_NS : IDLE_NS)) idle.push([end, from]);
      end = Math.max(end, to);
    }
    if (tracks.ended && tracks.endNs - end > IDLE_NS) idle.push([end, tracks.endNs]);
    return idle;
  });
}

/** null: all of the run is there. */
function partOfTrace({ fromMs, cutMs, wholeMs, durationMs }: RunInfo): PartTimes | null {
  if (fromMs === 0 && Number.isNaN(cutMs)) return null;
  const ofMs = Number.isNaN(wholeMs) ? null : wholeMs;
  const toMs = Number.isNaN(cutMs) ? (ofMs ?? durationMs) : cutMs;
  return { fromMs, toMs: Number.isNaN(toMs) ? fromMs : Math.max(fromMs, toMs), ofMs };
}

export function answerSummary(timeline: Timeline, report: TimelineReport, request: SummaryRequest): SummaryReply {
  const { trace, tracks } = timeline;
  const bins = Math.min(4096, Math.max(1, request.bins));
  const piece: AxisPiece = { t0: 0, t1: Math.max(1, tracks.endNs), x0: 0, x1: bins };
  const overview = programThreads(timeline).map((thread) => {
    const use = threadUse(timeline, [thread], [piece], 1, bins);
    return {
      name: nameOfThread(timeline, thread),
      running: Uint8Array.from(use.running, (v) => (v > 0 ? Math.max(1, Math.round(v * 255)) : 0)),
      native: Uint8Array.from(use.native, (v) => (v > 0 ? Math.max(1, Math.round(v * 255)) : 0)),
    };
  });
  return {
    version: timeline.version,
    command: trace.run.command.join(' '),
    startedAt: trace.run.startedAt,
    endNs: tracks.endNs,
    ended: trace.run.ended,
    exitCode: trace.run.exitCode,
    signal: trace.run.signal,
    processes: trace.processes.length,
    threads: trace.programThreads,
    tasks: trace.tasks.length,
    lanes: tracks.lanes.length,
    locks: trace.locks.length,
    events: timeline.builtEvents,
    dropped: trace.droppedEvents,
    incomplete: trace.run.incomplete,
    part: partOfTrace(trace.run),
    level: trace.run.level,
    overview,
    findings: report.findings.map((f) => shownFinding(timeline, f)),
    notes: report.notes,
    findingRows: report.findings.map((f) => rowsOfFinding(timeline, f)),
    idle: idleOf(timeline),
    pauses: trace.pauses.map((p) => ({ fromNs: p.fromNs - tracks.originNs, toNs: p.toNs - tracks.originNs, why: p.why })),
    gaps: trace.threads.flatMap((t) => t.gaps.map((g) => ({ ns: g.ns - tracks.originNs, reason: g.reason }))),
    poolSize: trace.processes[0]?.poolSize ?? 4,
    lagWarnNs: LAG_WARN_NS,
    leftWaiting: trace.run.ended ? leftWaiting(report, trace.run.exitCode) : 0,
  };
}
