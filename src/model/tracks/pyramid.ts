// HOT
/**
 * Occupancy of states in blocks of 64, 4096 and 262144 entries, so that a picture of millions of entries is drawn from a few thousand blocks; and the raster:
 * a contiguous row of states → runs of pixels. What is rare and matters (a wait for a lock, a task not let in) is never averaged away: it leaves a notch.
 */
import {
  NOTCH_LOCK,
  NOTCH_READY,
  RUN_FROM_BEFORE,
  RUN_GOES_ON,
  RUN_NEVER,
  RUN_SPARSE,
  STATE_AWAIT,
  STATE_COUNT,
  STATE_IO,
  STATE_LOCK,
  STATE_MASK,
  STATE_MESSAGE,
  STATE_NATIVE,
  STATE_NEVER,
  STATE_NONE,
  STATE_READY,
  STATE_RUNNING,
  STATE_TIMER,
  STATE_UNKNOWN,
} from '../requests.ts';
import type { AxisPiece } from '../requests.ts';
import { firstWhere } from '../../base/search.ts';

const BLOCK_SHIFT = 6;
const LEVELS = 3;
/** Shorter lists need no index. */
const MIN_ENTRIES = 256;

/** Per level: ns in each state (STATE_COUNT per block) and a bit per state present. */
export interface Pyramid {
  readonly occupancy: readonly Float32Array[];
  readonly present: readonly Uint16Array[];
}

/** How much a state counts against others for the colour of a pixel. */
const WEIGHT = new Float64Array(STATE_COUNT).fill(1);
WEIGHT[STATE_RUNNING] = 3;
WEIGHT[STATE_NATIVE] = 3;
WEIGHT[STATE_LOCK] = 2;
WEIGHT[STATE_READY] = 1.5;
WEIGHT[STATE_AWAIT] = 1;
WEIGHT[STATE_TIMER] = 1;
WEIGHT[STATE_IO] = 1.1;
WEIGHT[STATE_MESSAGE] = 1;
WEIGHT[STATE_UNKNOWN] = 0.9;
WEIGHT[STATE_NONE] = 0;

/** Builds the index over a list in which each entry lasts until the next begins. Blocks that span two lanes hold nonsense and are never asked for. */
export function buildPyramid(startNs: Float64Array, state: Uint8Array, states: number): Pyramid {
  const occupancy: Float32Array[] = [];
  const present: Uint16Array[] = [];
  const blocks = startNs.length >= MIN_ENTRIES ? startNs.length >> BLOCK_SHIFT : 0;
  const sums = new Float32Array(blocks * states);
  const bits = new Uint16Array(blocks);
  for (let b = 0; b < blocks; b++) {
    const end = (b + 1) << BLOCK_SHIFT;
    let seen = 0;
    for (let i = b << BLOCK_SHIFT; i < end; i++) {
      const s = (state[i] as number) & STATE_MASK;
      seen |= 1 << s;
      sums[b * states + s]! += i + 1 < startNs.length ? Math.max(0, (startNs[i + 1] as number) - (startNs[i] as number)) : 0;
    }
    bits[b] = seen;
  }
  occupancy.push(sums);
  present.push(bits);
  for (let level = 1; level < LEVELS; level++) {
    const below = occupancy[level - 1] as Float32Array;
    const belowBits = present[level - 1] as Uint16Array;
    const count = belowBits.length >> BLOCK_SHIFT;
    const upper = new Float32Array(count * states);
    const upperBits = new Uint16Array(count);
    for (let b = 0; b < count; b++) {
      for (let c = b << BLOCK_SHIFT; c < (b + 1) << BLOCK_SHIFT; c++) {
        upperBits[b]! |= belowBits[c] as number;
        for (let s = 0; s < states; s++) upper[b * states + s]! += below[c * states + s] as number;
      }
    }
    occupancy.push(upper);
    present.push(upperBits);
  }
  return { occupancy, present };
}

/** Takes the runs of a raster. */
export interface RunSink {
  /** [x0, x1) pixels; `entry` is -1 when several entries were merged (`count` of them). */
  run(x0: number, x1: number, state: number, bits: number, count: number, entry: number): void;
}

export interface EntryList {
  readonly startNs: Float64Array;
  readonly state: Uint8Array;
  /** First entry and one past the end marker. */
  readonly from: number;
  readonly to: number;
  readonly pyramid: Pyramid | null;
}

const occupied = new Float64Array(STATE_COUNT);

/**
 * Draws entries into runs of whole pixels. Every entry that lies in a piece is in some run; runs are in order, do not overlap, and equal neighbours are one.
 * Hidden states (bit set) count as nothing.
 */
export function rasterize(list: EntryList, pieces: readonly AxisPiece[], hiddenStates: number, sink: RunSink): void {
  const joiner = new Joiner(sink);
  for (const piece of pieces) rasterizePiece(list, piece, hiddenStates, joiner);
  joiner.flush();
}

function rasterizePiece(list: EntryList, piece: AxisPiece, hiddenStates: number, joiner: Joiner): void {
  const { startNs, state, from, to, pyramid } = list;
  const { t0, t1, x0 } = piece;
  if (to - from < 2 || t1 <= t0) return;
  const scale = (piece.x1 - x0) / (t1 - t0);
  // The entry that is under way at t0, or the first one.
  let i = Math.max(from, firstWhere(from, to, (entry) => (startNs[entry] as number) > t0) - 1);
  const end = to - 1;
  const lastX = Math.ceil(piece.x1) - 1;
  let column = -1;
  let count = 0;
  let single = -1;
  let bits = 0;
  let present = 0;
  let continued = 0;
  const flush = (): void => {
    if (column < 0) return;
    let best = STATE_NONE;
    let bestWeight = 0;
    let total = 0;
    for (let s = 1; s < STATE_COUNT; s++) {
      const ns = occupied[s] as number;
      total += ns;
      const weight = ns * (WEIGHT[s] as number);
      if (weight > bestWeight) {
        bestWeight = weight;
        best = s;
      }
      occupied[s] = 0;
    }
    occupied[STATE_NONE] = 0;
    if (best === STATE_NONE && present !== 0) best = 31 - Math.clz32(present);
    if (best !== STATE_NONE) {
      const covered = total * scale;
      let flags = bits;
      if ((present & (1 << STATE_LOCK)) !== 0 && best !== STATE_LOCK) flags |= NOTCH_LOCK;
      if ((present & (1 << STATE_READY)) !== 0 && best !== STATE_READY) flags |= NOTCH_READY;
      if (covered < 0.5 && count !== 1) flags |= RUN_SPARSE;
      joiner.add(column, column + 1, best, flags, count, count === 1 ? single : -1, continued);
    }
    column = -1;
    count = 0;
    single = -1;
    bits = 0;
    present = 0;
    continued = 0;
  };
  while (i < end) {
    const start = startNs[i] as number;
    if (start >= t1) break;
    const a = Math.max(x0, x0 + (start - t0) * scale);
    const columnA = Math.min(lastX, Math.floor(a));
    // Whole blocks that lie in one pixel.
    if (pyramid !== null && (i & 63) === 0 && start >= t0) {
      let level = LEVELS - 1;
      let skipped = 0;
      for (; level >= 0; level--) {
        const size = 1 << (BLOCK_SHIFT * (level + 1));
        if ((i & (size - 1)) !== 0 || i + size > end) continue;
        const blockEnd = startNs[i + size] as number;
        if (blockEnd <= t1 && Math.floor(x0 + (blockEnd - t0) * scale) === columnA) {
          skipped = size;
          break;
        }
      }
      if (skipped > 0) {
        if (columnA !== column) {
          flush();
          column = columnA;
        }
        const block = i >> (BLOCK_SHIFT * (level + 1));
        const sums = pyramid.occupancy[level] as Float32Array;
        for (let s = 1; s < STATE_COUNT; s++) if ((hiddenStates & (1 << s)) === 0) occupied[s]! += sums[block * STATE_COUNT + s] as number;
        present |= (pyramid.present[level]?.[block] as number) & ~hiddenStates & ~1;
        count += skipped;
        i += skipped;
        continue;
      }
    }
    const stop = startNs[i + 1] as number;
    const full = state[i] as number;
    const s = full & STATE_MASK;
    if (stop <= t0 && stop > start) {
      i++;
      continue;
    }
    if (s === STATE_NONE || (hiddenStates & (1 << s)) !== 0) {
      i++;
      continue;
    }
    const b = Math.min(piece.x1, x0 + (stop - t0) * scale);
    const columnB = Math.min(lastX, Math.max(columnA, Math.ceil(b) - 1));
    const never = (full & STATE_NEVER) !== 0 ? RUN_NEVER : 0;
    if (columnA !== column) {
      flush();
      column = columnA;
    }
    present |= 1 << s;
    bits |= never;
    single = i;
    count++;
    if (count === 1 && start < t0) continued |= RUN_FROM_BEFORE;
    occupied[s]! += Math.max(0, Math.min(b, columnA + 1) - a) / scale;
    if (columnB > columnA) {
      flush();
      if (columnB > columnA + 1) joiner.add(columnA + 1, columnB, s, never, 1, i, 0);
      // Its last pixel may be shared with what follows.
      column = columnB;
      count = 1;
      single = i;
      present = 1 << s;
      bits = never;
      continued = stop > t1 ? RUN_GOES_ON : 0;
      occupied[s]! += (b - columnB) / scale;
    }
    i++;
  }
  flush();
}

/** Joins neighbours that look the same. */
class Joiner {
  readonly #sink: RunSink;
  #x0 = -1;
  #x1 = -1;
  #state = 0;
  #bits = 0;
  #count = 0;
  #entry = -1;
  constructor(sink: RunSink) {
    this.#sink = sink;
  }
  add(x0: number, x1: number, state: number, bits: number, count: number, entry: number, edge: number): void {
    // The same single entry, or merged ones on both sides.
    if (
      x0 === this.#x1 &&
      state === this.#state &&
      entry === this.#entry &&
      ((bits ^ this.#bits) & (NOTCH_LOCK | NOTCH_READY | RUN_SPARSE | RUN_NEVER)) === 0
    ) {
      this.#x1 = x1;
      this.#bits |= edge;
      if (entry < 0) this.#count += count;
      return;
    }
    this.flush();
    // A pixel may be touched by two pieces: the first one has it.
    this.#x0 = Math.max(x0, this.#x1);
    this.#x1 = Math.max(x1, this.#x0);
    this.#state = state;
    this.#bits = bits | edge;
    this.#count = count;
    this.#entry = entry;
  }
  flush(): void {
    if (this.#state !== STATE_NONE && this.#x1 > this.#x0) {
      this.#sink.run(this.#x0, this.#x1, this.#state, this.#bits, Math.min(0xffff, this.#count), this.#entry);
    }
    this.#state = STATE_NONE;
  }
}
