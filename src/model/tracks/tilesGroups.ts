// HOT
/** Groups of tasks × time → how many are in each state. The whole run is counted once, in bins; closer than these, the entries of the lanes that are in view. */
import { BIN_PX, STATE_COUNT, STATE_MASK, STATE_NONE } from '../requests.ts';
import type { AxisPiece } from '../requests.ts';
import { cached } from './tracksIndex.ts';
import type { Timeline } from './tracksIndex.ts';
import { firstWhere } from '../../base/search.ts';

const STATES: readonly number[] = Array.from({ length: STATE_COUNT }, (_, s) => s);
const MIN_BINS = 512;
const MAX_BINS = 16_384;

/** ns in each state per bin, over the whole run. */
interface GroupBins {
  readonly bins: number;
  readonly sums: Float32Array;
  /** States that occur at all. */
  readonly states: readonly number[];
}

/** Adds the entries of lanes from t0 on to bins, as parts of a bin. Long entries cost no more than short ones: whole bins are summed up at the end. */
function addEntries(
  timeline: Timeline,
  lanes: Int32Array,
  t0: number,
  scale: number,
  bins: number,
  offset: number,
  sums: Float32Array,
  hiddenStates: number,
): void {
  const { startNs, state, first } = timeline.tracks;
  const t1 = t0 + bins / scale;
  const changes = new Float32Array((bins + 1) * STATE_COUNT);
  for (const lane of lanes) {
    const from = first[lane] as number;
    const to = (first[lane + 1] as number) - 1;
    if (to <= from || (startNs[from] as number) >= t1 || (startNs[to] as number) <= t0) continue;
    const begin = firstWhere(from, to, (i) => (startNs[i + 1] as number) > t0);
    for (let i = begin; i < to && (startNs[i] as number) < t1; i++) {
      const s = (state[i] as number) & STATE_MASK;
      if (s === STATE_NONE || (hiddenStates & (1 << s)) !== 0) continue;
      const a = Math.max(0, ((startNs[i] as number) - t0) * scale);
      const b = Math.min(bins, ((startNs[i + 1] as number) - t0) * scale);
      if (b <= a) continue;
      const binA = Math.floor(a);
      const binB = Math.floor(b);
      if (binA === binB) {
        sums[(offset + binA) * STATE_COUNT + s]! += b - a;
        continue;
      }
      sums[(offset + binA) * STATE_COUNT + s]! += binA + 1 - a;
      if (binB < bins) sums[(offset + binB) * STATE_COUNT + s]! += b - binB;
      changes[(binA + 1) * STATE_COUNT + s]! += 1;
      changes[binB * STATE_COUNT + s]! -= 1;
    }
  }
  for (let s = 1; s < STATE_COUNT; s++) {
    let whole = 0;
    for (let bin = 0; bin < bins; bin++) {
      whole += changes[bin * STATE_COUNT + s] as number;
      sums[(offset + bin) * STATE_COUNT + s]! += whole;
    }
  }
}

function groupBins(timeline: Timeline, group: number, lanes: Int32Array): GroupBins {
  return cached(timeline, `bins${group}`, () => {
    const { first } = timeline.tracks;
    const entries = lanes.reduce((sum, lane) => sum + (first[lane + 1] as number) - (first[lane] as number), 0);
    const bins = Math.min(MAX_BINS, Math.max(MIN_BINS, 2 ** Math.ceil(Math.log2(entries / 4))));
    const sums = new Float32Array(bins * STATE_COUNT);
    addEntries(timeline, lanes, 0, bins / Math.max(1, timeline.tracks.endNs), bins, 0, sums, 0);
    const present = statesIn(sums);
    const states = STATES.filter((s) => (present & (1 << s)) !== 0);
    return { bins, sums, states };
  });
}

/** Longest lane up to each, so that those under way at a moment are found by binary search. */
function prefixEnd(timeline: Timeline, group: number, lanes: Int32Array): Float64Array {
  return cached(timeline, `ends${group}`, () => {
    const ends = new Float64Array(lanes.length);
    let latest = 0;
    lanes.forEach((lane, i) => (ends[i] = latest = Math.max(latest, timeline.tracks.lanes.endNs.at(lane))));
    return ends;
  });
}

/** How many of a group there were at once, at most, in the whole run. */
export function peakOf(timeline: Timeline, group: number): number {
  return cached(timeline, `peak${group}`, () => {
    const { startNs, endNs } = timeline.tracks.lanes;
    const lanes = timeline.groups.get(group) ?? new Int32Array(0);
    const ends = Float64Array.from(lanes, (lane) => endNs.at(lane)).sort();
    let peak = 0;
    let over = 0;
    lanes.forEach((lane, i) => {
      while ((ends[over] as number) <= startNs.at(lane) && over < i) over++;
      peak = Math.max(peak, i + 1 - over);
    });
    return peak;
  });
}

/** How many tasks of a group are in each state. */
export interface Histogram {
  readonly bins: number;
  /** Those that occur at all, as a bit each. */
  readonly states: number;
  /** By bin and state. */
  readonly sums: Float32Array;
}

export function histogramOf(timeline: Timeline, group: number, pieces: readonly AxisPiece[], hiddenStates: number): Histogram {
  const lanes = timeline.groups.get(group) ?? new Int32Array(0);
  const width = pieces.at(-1)?.x1 ?? 0;
  const count = Math.ceil(width / BIN_PX);
  const sums = new Float32Array(count * STATE_COUNT);
  const { endNs } = timeline.tracks;
  for (const piece of pieces) {
    const offset = Math.floor(piece.x0 / BIN_PX);
    const bins = Math.min(count - offset, Math.max(1, Math.round((piece.x1 - piece.x0) / BIN_PX)));
    const index = groupBins(timeline, group, lanes);
    const binNs = (piece.t1 - piece.t0) / bins;
    if (binNs * 2 >= endNs / index.bins) addIndexed(index, endNs, piece, bins, offset, sums, hiddenStates);
    else {
      const ends = prefixEnd(timeline, group, lanes);
      const from = firstWhere(0, ends.length, (i) => (ends[i] as number) > piece.t0);
      let to = from;
      while (to < lanes.length && timeline.tracks.lanes.startNs.at(lanes[to] as number) < piece.t1) to++;
      addEntries(timeline, lanes.subarray(from, to), piece.t0, bins / (piece.t1 - piece.t0), bins, offset, sums, hiddenStates);
    }
  }
  return { bins: count, states: statesIn(sums), sums };
}

function statesIn(sums: Float32Array): number {
  let states = 0;
  for (let i = 0; i < sums.length; i++) if ((sums[i] as number) > 0) states |= 1 << (i % STATE_COUNT);
  return states;
}

function addIndexed(
  index: GroupBins,
  endNs: number,
  piece: AxisPiece,
  bins: number,
  offset: number,
  sums: Float32Array,
  hiddenStates: number,
): void {
  const perNs = index.bins / endNs;
  for (let bin = 0; bin < bins; bin++) {
    const a = (piece.t0 + ((piece.t1 - piece.t0) * bin) / bins) * perNs;
    const b = (piece.t0 + ((piece.t1 - piece.t0) * (bin + 1)) / bins) * perNs;
    const from = Math.max(0, Math.floor(a));
    const to = Math.min(index.bins, Math.ceil(b));
    for (let i = from; i < to; i++) {
      const share = Math.min(b, i + 1) - Math.max(a, i);
      if (share <= 0) continue;
      const weight = share / (b - a);
      for (const s of index.states) {
        if ((hiddenStates & (1 << s)) === 0) {
          sums[(offset + bin) * STATE_COUNT + s]! += (index.sums[i * STATE_COUNT + s] as number) * weight;
        }
      }
    }
  }
}
