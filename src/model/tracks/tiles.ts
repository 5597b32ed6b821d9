// HOT
/** Rows × time → one ArrayBuffer of runs and histograms: what the canvas draws. The format is described at TilesReply in requests.ts. */
import { WATCHDOG_THREAD } from '../../wire/events.ts';
import { NONE } from '../ids.ts';
import { rasterize } from './pyramid.ts';
import type { EntryList, RunSink } from './pyramid.ts';
import {
  BIN_PX,
  STATE_COUNT,
  STATE_LOCK,
  STATE_MASK,
  STATE_MESSAGE,
  STATE_NEVER,
  STATE_NONE,
  STATE_READY,
  STATE_RUNNING,
  TILE_HISTOGRAM,
  TILE_LANE,
  TILE_LOCK,
  TILE_STATES,
  TILE_USE,
} from '../requests.ts';
import type { AxisPiece, TilesReply, TilesRequest } from '../requests.ts';
import { histogramOf, peakOf } from './tilesGroups.ts';
import type { Histogram } from './tilesGroups.ts';
import { threadUse } from './tilesStrips.ts';
import {
  ROW_CALL,
  ROW_CHANNEL,
  ROW_GROUP,
  ROW_LOCK,
  ROW_PROCESS,
  ROW_THREAD,
  cached,
  endOfThread,
  laneOfRow,
  rowIndex,
  rowKind,
  threadOfRequest,
} from './tracksIndex.ts';
import type { Timeline } from './tracksIndex.ts';
import { entryText, nameOfRequest, waitText } from './tracksNames.ts';
import { channelsOf } from './tracksRows.ts';

const MAX_ROWS = 400;
const MAX_PX = 60_000;

class Words {
  #data = new Int32Array(4096);
  length = 0;
  push(value: number): void {
    if (this.length === this.#data.length) {
      const grown = new Int32Array(this.#data.length * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data[this.length++] = value;
  }
  set(index: number, value: number): void {
    this.#data[index] = value;
  }
  toBuffer(): ArrayBuffer {
    return this.#data.slice(0, this.length).buffer;
  }
}

class TileWriter implements RunSink {
  readonly words = new Words();
  readonly labels: string[] = [];
  readonly #labelPx: number;
  #runs = 0;
  #labelOf: ((entry: number) => string) | null = null;
  constructor(labelPx: number) {
    this.#labelPx = labelPx;
  }
  /** Starts a row; returns where its header is. */
  begin(kind: number, labelOf: ((entry: number) => string) | null): number {
    this.words.push(kind);
    this.words.push(0);
    this.words.push(0);
    this.#runs = 0;
    this.#labelOf = labelOf;
    return this.words.length - 3;
  }
  run(x0: number, x1: number, state: number, bits: number, count: number, entry: number): void {
    this.words.push((x0 & 0xffff) | (x1 << 16));
    this.words.push((state & 0xff) | ((bits & 0xff) << 8) | (count << 16));
    this.words.push(entry);
    let label = NONE as number;
    if (entry >= 0 && x1 - x0 >= this.#labelPx && this.#labelOf !== null) {
      const text = this.#labelOf(entry);
      if (text !== '') label = this.labels.push(text) - 1;
    }
    this.words.push(label);
    this.#runs++;
  }
  end(header: number, bins: number): void {
    this.words.set(header + 1, this.#runs);
    this.words.set(header + 2, bins);
  }
}

export function answerTiles(timeline: Timeline, request: TilesRequest): TilesReply {
  const pieces = request.pieces.filter((p) => p.t1 > p.t0 && p.x1 > p.x0 && p.x1 <= MAX_PX && p.x0 >= 0);
  const writer = new TileWriter(request.labelPx);
  for (const row of request.rows.slice(0, MAX_ROWS)) writeRow(timeline, row, pieces, request.hiddenStates, writer);
  return { buffer: writer.words.toBuffer(), labels: writer.labels, version: timeline.version };
}

function writeRow(timeline: Timeline, row: number, pieces: readonly AxisPiece[], hiddenStates: number, writer: TileWriter): void {
  switch (rowKind(row)) {
    case ROW_GROUP:
      writeHistogram(histogramOf(timeline, rowIndex(row), pieces, hiddenStates), peakOf(timeline, rowIndex(row)), writer);
      return;
    case ROW_LOCK:
      writeLock(timeline, rowIndex(row), pieces, writer);
      return;
    case ROW_THREAD:
    case ROW_PROCESS:
      writeUse(timeline, row, pieces, writer);
      return;
    default: {
      const found = listOfRow(timeline, row);
      const header = writer.begin(TILE_LANE, found?.text ?? null);
      if (found !== null) rasterize(found.list, pieces, hiddenStates, writer);
      writer.end(header, 0);
    }
  }
}

/** Most states never occur in a group: what is written are the others. */
function writeHistogram({ bins, states, sums }: Histogram, peak: number, writer: TileWriter): void {
  const header = writer.begin(TILE_HISTOGRAM | (states << TILE_STATES), null);
  for (let state = 0; state < STATE_COUNT; state++) {
    if ((states & (1 << state)) === 0) continue;
    for (let bin = 0; bin < bins; bin++) {
      const sum = sums[bin * STATE_COUNT + state] as number;
      writer.words.push(sum > 0 ? Math.max(1, Math.round(sum * 16)) : 0);
    }
  }
  writer.end(header, bins);
  writer.words.set(header + 1, peak);
}

export interface RowList {
  readonly list: EntryList;
  /** What an entry's reference means is up to the row; for lanes it is that of tracks. */
  readonly reference: Int32Array;
  readonly text: (entry: number) => string;
}

/** Entries of a row that is drawn as one line of states. */
export function listOfRow(timeline: Timeline, row: number): RowList | null {
  const { tracks } = timeline;
  const kind = rowKind(row);
  if (kind === ROW_CALL) return cached(timeline, `call${row}`, () => listOfCall(timeline, rowIndex(row)));
  if (kind === ROW_CHANNEL) return cached(timeline, `channel${row}`, () => listOfChannel(timeline, rowIndex(row)));
  const lane = laneOfRow(timeline, row);
  if (lane === NONE) return null;
  const { startNs, state, reference, pyramid, first } = tracks;
  const list = { startNs, state, from: first[lane] as number, to: first[lane + 1] as number, pyramid };
  return { list, reference, text: (entry) => entryText(timeline, lane, entry) };
}

/** A nested call: its own running and waiting; what its callees do is in their rows. References are suspensions, NONE when running. */
function listOfCall(timeline: Timeline, activation: number): RowList {
  const { trace, tracks } = timeline;
  const { suspensions, activations } = trace;
  const start: number[] = [];
  const state: number[] = [];
  const reference: number[] = [];
  const push = (ns: number, s: number, r: number): void => {
    if (start.length > 0 && ns - tracks.originNs < (start.at(-1) as number)) return;
    start.push(ns - tracks.originNs);
    state.push(s);
    reference.push(r);
  };
  const thread = activations.thread.at(activation);
  const runEnd = (tracks.threadEndNs[thread] ?? tracks.endNs) + tracks.originNs;
  push(activations.startNs.at(activation), STATE_RUNNING, NONE);
  let pending = false;
  for (const s of tracks.waits.suspensionsOf(activation)) {
    const from = suspensions.startNs.at(s);
    const ended = tracks.waits.endOf(s);
    pending = Number.isNaN(ended);
    const until = pending ? runEnd : ended;
    const never = pending && tracks.threadIsOver[thread] === 1 ? STATE_NEVER : 0;
    let at = from;
    for (let i = 0; i < 3 && at < until; i++) {
      const wait = tracks.waits.readSuspension(s, at);
      if (wait.settledNs <= at) {
        push(at, STATE_READY, s);
        break;
      }
      push(at, wait.state | never, s);
      if (!(wait.settledNs < until)) break;
      at = wait.settledNs;
    }
    if (!pending) push(until, STATE_RUNNING, NONE);
  }
  const end = pending
    ? runEnd
    : activations.endSegment.at(activation) === NONE
      ? segmentEnd(timeline, activation)
      : activations.endNs.at(activation);
  push(Math.max(end, (start.at(-1) as number) + tracks.originNs), STATE_NONE, NONE);
  const list: EntryList = { startNs: Float64Array.from(start), state: Uint8Array.from(state), from: 0, to: start.length, pyramid: null };
  const text = (entry: number): string => {
    const s = (list.state[entry] as number) & STATE_MASK;
    const r = reference[entry] as number;
    if (s === STATE_RUNNING || r === NONE) return '';
    const ns = (list.startNs[entry] as number) + tracks.originNs;
    return waitText(timeline, s, tracks.waits.readSuspension(r, ns), ns);
  };
  return { list, reference: Int32Array.from(reference), text };
}

/** An activation whose end was not seen runs until its last segment ends. */
function segmentEnd(timeline: Timeline, activation: number): number {
  const { activations, suspensions, segments } = timeline.trace;
  const last = activations.lastSuspension.at(activation);
  const segment = last === NONE ? activations.startSegment.at(activation) : suspensions.resumeSegment.at(last);
  return segment === NONE ? activations.startNs.at(activation) : segments.endNs.at(segment);
}

/** Messages on their way. References are rows of trace.messages. */
function listOfChannel(timeline: Timeline, number: number): RowList | null {
  const channel = channelsOf(timeline).find((c) => c.number === number);
  if (channel === undefined) return null;
  const { trace, tracks } = timeline;
  const start: number[] = [];
  const state: number[] = [];
  const reference: number[] = [];
  let end = 0;
  for (const i of channel.messages) {
    const message = trace.messages[i]!;
    const from = Math.max(end, message.postNs - tracks.originNs);
    const received = message.receiveSegment !== NONE;
    const to = Math.max(from, received ? message.receiveNs - tracks.originNs : tracks.endNs);
    if (from > end || start.length === 0) {
      start.push(end);
      state.push(STATE_NONE);
      reference.push(NONE);
    }
    start.push(from);
    state.push(received || !tracks.ended ? STATE_MESSAGE : STATE_MESSAGE | STATE_NEVER);
    reference.push(i);
    end = to;
  }
  start.push(end);
  state.push(STATE_NONE);
  reference.push(NONE);
  const list: EntryList = { startNs: Float64Array.from(start), state: Uint8Array.from(state), from: 0, to: start.length, pyramid: null };
  return {
    list,
    reference: Int32Array.from(reference),
    text: (entry) => {
      const message = trace.messages[reference[entry] as number];
      return message === undefined
        ? ''
        : message.receiveSegment === NONE
          ? 'never received'
          : `${message.bytes > 0 ? `${message.bytes} B` : 'message'}`;
    },
  };
}

// --- locks -----------------------------------------------------------------------------------------------------------------

interface LockEntries {
  readonly list: EntryList;
  /** Request that holds it. */
  readonly reference: Int32Array;
  /** Time and number of waiters from there on. */
  readonly waitNs: Float64Array;
  readonly waiters: Int32Array;
}

/** Holders of a lock as entries: running (held), with never when it was not given back. */
export function lockEntries(timeline: Timeline, lock: number): LockEntries {
  return cached(timeline, `lock${lock}`, () => {
    const { requests } = timeline.trace;
    const { originNs } = timeline.tracks;
    const rows = timeline.lockRequests[lock] ?? [];
    const held = rows
      .filter((r) => requests.acquireSegment.at(r) !== NONE)
      .toSorted((a, b) => requests.acquireNs.at(a) - requests.acquireNs.at(b) || a - b);
    const start: number[] = [];
    const state: number[] = [];
    const reference: number[] = [];
    let end = 0;
    for (const r of held) {
      const open = requests.releaseSegment.at(r) === NONE;
      const from = Math.max(0, requests.acquireNs.at(r) - originNs);
      const thread = threadOfRequest(timeline, r);
      const to = open ? endOfThread(timeline, thread) : requests.releaseNs.at(r) - originNs;
      if (from > end || start.length === 0) {
        start.push(end);
        state.push(STATE_NONE);
        reference.push(NONE);
      }
      start.push(Math.max(from, start.at(-1) as number));
      state.push(open && timeline.tracks.threadIsOver[thread] === 1 ? STATE_LOCK | STATE_NEVER : STATE_LOCK);
      reference.push(r);
      end = Math.max(end, to);
    }
    start.push(Math.max(end, start.at(-1) ?? 0));
    state.push(STATE_NONE);
    reference.push(NONE);
    const changes: [number, number][] = [];
    for (const r of rows) {
      const granted = requests.acquireSegment.at(r) !== NONE;
      const until = granted
        ? requests.acquireNs.at(r) - originNs
        : requests.cancelled.at(r) === NONE
          ? endOfThread(timeline, threadOfRequest(timeline, r)) + 1
          : requests.requestNs.at(r) - originNs;
      changes.push([requests.requestNs.at(r) - originNs, 1], [until, -1]);
    }
    changes.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const waiters = new Int32Array(changes.length);
    let waiting = 0;
    changes.forEach(([, change], i) => (waiters[i] = waiting += change));
    return {
      list: { startNs: Float64Array.from(start), state: Uint8Array.from(state), from: 0, to: start.length, pyramid: null },
      reference: Int32Array.from(reference),
      waitNs: Float64Array.from(changes, (c) => c[0]),
      waiters,
    };
  });
}

function writeLock(timeline: Timeline, lock: number, pieces: readonly AxisPiece[], writer: TileWriter): void {
  const { list, reference, waitNs, waiters } = lockEntries(timeline, lock);
  const header = writer.begin(TILE_LOCK, (entry) => nameOfRequest(timeline, reference[entry] as number));
  rasterize(list, pieces, 0, writer);
  const count = Math.ceil((pieces.at(-1)?.x1 ?? 0) / BIN_PX);
  const peaks = new Int32Array(count);
  for (const piece of pieces) {
    const scale = (piece.x1 - piece.x0) / (piece.t1 - piece.t0);
    for (let i = 0; i < waitNs.length; i++) {
      const n = waiters[i] as number;
      const from = waitNs[i] as number;
      const to = waitNs[i + 1] ?? Number.POSITIVE_INFINITY;
      if (n <= 0 || from >= piece.t1 || to <= piece.t0 || to <= from) continue;
      const a = Math.floor((piece.x0 + (Math.max(from, piece.t0) - piece.t0) * scale) / BIN_PX);
      const b = Math.min(count - 1, Math.floor((piece.x0 + (Math.min(to, piece.t1) - piece.t0) * scale) / BIN_PX));
      for (let bin = a; bin <= b; bin++) peaks[bin] = Math.max(peaks[bin] as number, n * 16);
    }
  }
  for (const peak of peaks) writer.words.push(peak);
  writer.end(header, count);
}

function writeUse(timeline: Timeline, row: number, pieces: readonly AxisPiece[], writer: TileWriter): void {
  const header = writer.begin(TILE_USE, null);
  const count = Math.ceil((pieces.at(-1)?.x1 ?? 0) / BIN_PX);
  const threads =
    rowKind(row) === ROW_THREAD
      ? [rowIndex(row)]
      : timeline.trace.threads.flatMap((t, i) => (t.process === rowIndex(row) && t.threadId !== WATCHDOG_THREAD ? [i] : []));
  const { running, native } = threadUse(timeline, threads, pieces, BIN_PX, count);
  for (let bin = 0; bin < count; bin++) {
    writer.words.push(Math.round((running[bin] as number) * 1000));
    writer.words.push(Math.round((native[bin] as number) * 1000));
  }
  writer.end(header, count);
}
