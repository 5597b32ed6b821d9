/** Reads tiles (the format is at TilesReply in model/requests.ts) and maps their pixels to the screen; pure. */
import { RUN_WORDS, STATE_COUNT, TILE_HISTOGRAM, TILE_LANE, TILE_LOCK, TILE_STATES, TILE_USE } from '../model/requests.ts';
import type { TilesReply } from '../model/requests.ts';
import { fitViewport } from './viewport.ts';
import type { Viewport } from './viewport.ts';

const BIN_WORDS: Readonly<Record<number, number>> = { [TILE_LANE]: 0, [TILE_LOCK]: 1, [TILE_USE]: 2 };
const STATES: readonly number[] = Array.from({ length: STATE_COUNT }, (_, state) => state);
const NO_STATES: readonly number[] = [];

export interface TileRow {
  readonly kind: number;
  /** Word at which its runs begin. */
  readonly runs: number;
  readonly runCount: number;
  readonly bins: number;
  readonly binCount: number;
  /** Of a histogram: the state of each of its layers of `binCount` words. */
  readonly states: readonly number[];
  /** Of a histogram: how many tasks there were at once, at most, in the whole run. */
  readonly peak: number;
}

export interface Tile {
  /** Axis range and width in device pixels. */
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly words: Int32Array;
  readonly labels: readonly string[];
  readonly rows: ReadonlyMap<number, TileRow>;
  readonly version: number;
}

/** Finds the rows in a reply; rows beyond a torn end are left out. */
export function readTile(reply: TilesReply, rows: readonly number[], range: Viewport, width: number): Tile {
  const words = new Int32Array(reply.buffer);
  const found = new Map<number, TileRow>();
  let at = 0;
  for (const row of rows) {
    const first = words[at];
    const second = words[at + 1];
    const binCount = words[at + 2];
    if (first === undefined || second === undefined || binCount === undefined) break;
    const kind = first & ((1 << TILE_STATES) - 1);
    const states = kind === TILE_HISTOGRAM ? STATES.filter((state) => (first & (1 << (TILE_STATES + state))) !== 0) : NO_STATES;
    const [runCount, peak] = kind === TILE_HISTOGRAM ? [0, second] : [second, 0];
    const runs = at + 3;
    const bins = runs + runCount * RUN_WORDS;
    at = bins + binCount * (BIN_WORDS[kind] ?? states.length);
    if (at > words.length) break;
    found.set(row, { kind, runs, runCount, bins, binCount, states, peak });
  }
  return { from: range.from, to: range.to, width, words, labels: reply.labels, rows: found, version: reply.version };
}

/** x on the screen = pixel of the tile × scale + shift (CSS pixels, from the left of the plot). */
export function tileTransform(
  tile: { from: number; to: number; width: number },
  viewport: Viewport,
  plot: number,
): { scale: number; shift: number } {
  const perAxis = plot / (viewport.to - viewport.from);
  return { scale: ((tile.to - tile.from) / tile.width) * perAxis, shift: (tile.from - viewport.from) * perAxis };
}

/** Whether a tile still is good enough: covers the viewport at the same zoom. */
export function isTileCurrent(
  tile: { readonly from: number; readonly to: number; readonly width: number },
  viewport: Viewport,
  plotDevicePx: number,
): boolean {
  if (tile.from > viewport.from + 1e-6 || tile.to < viewport.to - 1e-6) return false;
  const wanted = (viewport.to - viewport.from) / plotDevicePx;
  const has = (tile.to - tile.from) / tile.width;
  return Math.abs(wanted / has - 1) < 0.001;
}

/** The range to ask for: the viewport and half a screen on both sides, in whole pixels of the viewport's grid. */
export function tileRange(viewport: Viewport, plotDevicePx: number, length: number): { from: number; to: number; width: number } {
  const perPx = (viewport.to - viewport.from) / plotDevicePx;
  const whole = fitViewport(length);
  const before = Math.max(0, Math.min(Math.round(plotDevicePx / 2), Math.ceil((viewport.from - whole.from) / perPx)));
  const after = Math.max(0, Math.min(Math.round(plotDevicePx / 2), Math.ceil((whole.to - viewport.to) / perPx)));
  return { from: viewport.from - before * perPx, to: viewport.to + after * perPx, width: plotDevicePx + before + after };
}
