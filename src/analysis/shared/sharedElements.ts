/** Do two runs of elements of one memory have bytes in common? Exact for regular runs, whatever their strides and widths. */

/** `count` elements of `width` bytes from byte `from` on, `stride` bytes apart (0 when there is one). */
export interface ElementRun {
  readonly from: number;
  readonly count: number;
  readonly stride: number;
  readonly width: number;
}

export interface Overlap {
  /** A byte that both have. */
  readonly byte: number;
  /** Is it more than one element of the first run? */
  readonly isMore: boolean;
}

/** Elements looked at one by one where the strides differ. */
const MAX_STEPS = 1 << 16;

/** The first bytes that both runs have, undefined if there are none (or none was found among the first 65,536 elements of the smaller run). */
export function overlapOf(a: ElementRun, b: ElementRun): Overlap | undefined {
  if (endOf(a) <= b.from || endOf(b) <= a.from) return undefined;
  const [small, large] = a.count <= b.count ? [a, b] : [b, a];
  let byte = -1;
  let elements = 0;
  const first = small.stride === 0 ? 0 : Math.max(0, Math.floor((large.from - small.from) / small.stride) - 1);
  for (let i = first, steps = 0; i < small.count && steps < MAX_STEPS && elements < 2; i++, steps++) {
    const at = small.from + i * small.stride;
    if (at >= endOf(large)) break;
    const common = commonByte(large, at, at + small.width);
    if (common < 0) continue;
    if (byte < 0) byte = common;
    elements += 1;
    // One element of the one may lie over several of the other.
    if (commonByte(large, common - (common % large.width) + large.width, at + small.width) >= 0) elements += 1;
  }
  return byte < 0 ? undefined : { byte, isMore: elements > 1 };
}

function endOf(run: ElementRun): number {
  return run.from + (run.count - 1) * run.stride + run.width;
}

/** First byte of [from, to) that lies in the run, -1 if none. */
function commonByte(run: ElementRun, from: number, to: number): number {
  if (from >= to) return -1;
  const k = run.stride === 0 ? 0 : Math.max(0, Math.min(run.count - 1, Math.floor((from - run.from) / run.stride)));
  for (let i = k; i <= Math.min(k + 1, run.count - 1); i++) {
    const start = run.from + i * run.stride;
    const low = Math.max(from, start);
    if (low < Math.min(to, start + run.width)) return low;
  }
  return -1;
}
