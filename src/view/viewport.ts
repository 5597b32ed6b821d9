/** The visible part of the axis: zoom, pan, fit; pure. Positions are axis coordinates (axis.ts). */

export interface Viewport {
  readonly from: number;
  readonly to: number;
}

/** The closest zoom: one microsecond across. */
export const MIN_SPAN = 1000;
/** Room left of the start and right of the end, as part of the span, when everything is shown. */
const FIT_MARGIN = 0.015;

/** Everything, with its margins. */
export function fitViewport(length: number): Viewport {
  const margin = length * FIT_MARGIN;
  // A live run has no length before its first event.
  return { from: -margin, to: Math.max(length, MIN_SPAN) + margin };
}

/** Keeps a viewport within the axis: at least MIN_SPAN, at most everything. */
export function clampViewport(viewport: Viewport, length: number): Viewport {
  const { from: low, to: high } = fitViewport(length);
  const span = Math.min(high - low, Math.max(MIN_SPAN, viewport.to - viewport.from));
  let from = viewport.from;
  if (viewport.to - viewport.from < MIN_SPAN) from = (viewport.from + viewport.to) / 2 - span / 2;
  from = Math.min(high - span, Math.max(low, from));
  return { from, to: from + span };
}

/** Zooms by `factor` (< 1 is closer) with the position `at` staying where it is. */
export function zoomViewport(viewport: Viewport, at: number, factor: number, length: number): Viewport {
  const span = viewport.to - viewport.from;
  const next = Math.min(length * (1 + 2 * FIT_MARGIN), Math.max(MIN_SPAN, span * factor));
  const share = (at - viewport.from) / span;
  return clampViewport({ from: at - share * next, to: at - share * next + next }, length);
}

/** Moves by a part of the span. */
export function panViewport(viewport: Viewport, share: number, length: number): Viewport {
  const by = (viewport.to - viewport.from) * share;
  return clampViewport({ from: viewport.from + by, to: viewport.to + by }, length);
}

/** [from, to] with a margin of `share` of it on both sides. */
export function fitRange(from: number, to: number, share: number, length: number): Viewport {
  const margin = Math.max(MIN_SPAN, (to - from) * share);
  return clampViewport({ from: from - margin, to: to + margin }, length);
}

/** Moves so that a position is in the middle half, keeping the zoom; unchanged if it is in view already. */
export function revealAt(viewport: Viewport, at: number, length: number): Viewport {
  const span = viewport.to - viewport.from;
  if (at >= viewport.from + span * 0.05 && at <= viewport.to - span * 0.05) return viewport;
  return clampViewport({ from: at - span / 2, to: at + span / 2 }, length);
}

export function isSameViewport(a: Viewport, b: Viewport): boolean {
  return a.from === b.from && a.to === b.to;
}

const STEPS: readonly number[] = [1, 2, 5];

/** Distance between ticks: 1, 2 or 5 times a power of ten, at least `minPx` apart. */
export function tickStep(span: number, widthPx: number, minPx: number): number {
  const raw = (span / Math.max(1, widthPx)) * minPx;
  const power = 10 ** Math.floor(Math.log10(raw));
  for (const step of STEPS) if (step * power >= raw) return step * power;
  return 10 * power;
}

/** A time on the ruler: as many digits as the step needs. */
export function formatTick(ns: number, step: number): string {
  if (step >= 1e9) return `${Math.round(ns / 1e9)} s`;
  if (ns === 0) return '0';
  if (step >= 1e6 && ns >= 1e9) {
    const digits = Math.max(0, Math.min(3, 9 - Math.floor(Math.log10(step))));
    return `${(ns / 1e9).toFixed(digits)} s`;
  }
  if (step >= 1e6) return `${Math.round(ns / 1e6)} ms`;
  const digits = Math.max(0, Math.min(6, 6 - Math.floor(Math.log10(Math.max(1, step)))));
  return `${(ns / 1e6).toFixed(digits)} ms`;
}

/** `1.23 s`, `12.3 ms`, `45 µs`. */
export function formatDuration(ns: number): string {
  const abs = Math.abs(ns);
  if (abs < 0.5) return '0';
  if (abs >= 100e9) return `${Math.round(ns / 1e9)} s`;
  if (abs >= 1e9) return `${(ns / 1e9).toFixed(2)} s`;
  if (abs >= 100e6) return `${Math.round(ns / 1e6)} ms`;
  if (abs >= 1e6) return `${(ns / 1e6).toFixed(1)} ms`;
  if (abs >= 1e3) return `${Math.round(ns / 1e3)} µs`;
  return `${Math.round(ns)} ns`;
}
