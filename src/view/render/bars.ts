// HOT
/** Rows: runs of states as shapes, groups and threads as areas, locks by holder. Rectangles are collected by state and filled at once. */
import {
  BIN_PX,
  NOTCH_LOCK,
  NOTCH_READY,
  RUN_NEVER,
  RUN_SPARSE,
  RUN_WORDS,
  STATE_AWAIT,
  STATE_COUNT,
  STATE_IO,
  STATE_LOCK,
  STATE_MASK,
  STATE_MESSAGE,
  STATE_NATIVE,
  STATE_READY,
  STATE_RUNNING,
  STATE_TIMER,
  STATE_UNKNOWN,
  TILE_HISTOGRAM,
  TILE_LANE,
  TILE_LOCK,
  TILE_USE,
} from '../../model/requests.ts';
import type { RowBox } from '../layout.ts';
import { tileTransform } from '../tile.ts';
import type { Tile, TileRow } from '../tile.ts';
import type { Frame } from './frame.ts';
import { identityColor } from './theme.ts';
import type { Theme } from './theme.ts';

/** Part of a row's bar that a state fills. */
const HEIGHT: readonly number[] = shares([
  [STATE_RUNNING, 1],
  [STATE_NATIVE, 1],
  [STATE_READY, 0.72],
  [STATE_AWAIT, 0.34],
  [STATE_LOCK, 0.72],
  [STATE_IO, 0.34],
  [STATE_UNKNOWN, 0.34],
  [STATE_TIMER, 0.34],
  [STATE_MESSAGE, 0.34],
]);

function shares(pairs: readonly (readonly [number, number])[]): number[] {
  const list: number[] = Array.from({ length: STATE_COUNT }, () => 0);
  for (const [state, share] of pairs) list[state] = share;
  return list;
}

/** Order of the layers of a histogram, from the bottom: what the thread does, then what matters, then waiting. */
export const STACK_ORDER: readonly number[] = [
  STATE_RUNNING,
  STATE_NATIVE,
  STATE_LOCK,
  STATE_READY,
  STATE_IO,
  STATE_TIMER,
  STATE_AWAIT,
  STATE_MESSAGE,
  STATE_UNKNOWN,
];

/** Space above and below the bar of a row. */
export function barPadding(height: number): number {
  return height >= 22 ? 4 : 2;
}

/** Alpha of rows that are not part of what is selected. */
const DIM = 0.22;

/** Paints all visible rows. */
export function paintBars(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const { geometry, theme } = frame;
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, geometry.bands.header, geometry.width, geometry.height - geometry.bands.header);
  ctx.clip();
  for (const box of frame.visible) paintRowBackground(ctx, frame, box);
  ctx.beginPath();
  ctx.rect(geometry.gutter, geometry.bands.header, geometry.plot, geometry.height - geometry.bands.header);
  ctx.clip();
  const { tile } = frame;
  if (tile !== null) {
    const batch = new Batch(theme, geometry.dpr);
    const { scale, shift } = tileTransform(tile, frame.viewport, geometry.plot);
    for (const dimmed of [false, true]) {
      ctx.globalAlpha = dimmed ? DIM : 1;
      for (const box of frame.visible) {
        if (isDim(frame, box) !== dimmed) continue;
        const row = tile.rows.get(box.row.id);
        if (row === undefined) continue;
        const y = geometry.bands.header + box.top - frame.scroll;
        if (row.kind === TILE_LANE) collectRuns(batch, tile, row, box, y, geometry.gutter + shift, scale);
        else if (row.kind === TILE_HISTOGRAM) paintHistogram(ctx, frame, tile, row, box, y, geometry.gutter + shift, scale);
        else if (row.kind === TILE_USE) paintUse(ctx, frame, tile, row, box, y, geometry.gutter + shift, scale);
        else if (row.kind === TILE_LOCK) paintLock(ctx, frame, tile, row, box, y, geometry.gutter + shift, scale);
      }
      batch.paint(ctx);
    }
    ctx.globalAlpha = 1;
  }
  ctx.restore();
}

export function isDim(frame: Frame, box: RowBox): boolean {
  if (!box.row.match) return true;
  return (
    frame.bright !== null &&
    !frame.bright.has(box.row.id) &&
    box.row.kind !== 'process' &&
    box.row.kind !== 'thread' &&
    box.row.kind !== 'section'
  );
}

function paintRowBackground(ctx: CanvasRenderingContext2D, frame: Frame, box: RowBox): void {
  const { theme, geometry } = frame;
  const y = geometry.bands.header + box.top - frame.scroll;
  const { kind } = box.row;
  if (kind === 'process' || kind === 'section') {
    ctx.fillStyle = theme.header;
    ctx.fillRect(0, y, geometry.width, box.height);
  }
  if (box.row.pinned) {
    ctx.fillStyle = theme.focus;
    ctx.fillRect(0, y + 2, 3, box.height - 4);
  }
  if (box.row.id === frame.selectedRow && !theme.isHighContrast) {
    ctx.fillStyle = theme.selection;
    ctx.globalAlpha = 0.55;
    ctx.fillRect(0, y, geometry.width, box.height);
    ctx.globalAlpha = 1;
  } else if (box.row.id === frame.hoverRow) {
    ctx.fillStyle = theme.hover;
    ctx.globalAlpha = 0.6;
    ctx.fillRect(0, y, geometry.width, box.height);
    ctx.globalAlpha = 1;
  }
  if (kind === 'process' || kind === 'section' || kind === 'thread') {
    ctx.fillStyle = theme.border;
    ctx.globalAlpha = theme.isHighContrast ? 1 : 0.6;
    ctx.fillRect(0, Math.round(y), geometry.width, 1 / geometry.dpr);
    ctx.globalAlpha = 1;
  }
}

/** Rectangles by state. */
class Batch {
  readonly #paths = new Map<number, Path2D>();
  readonly #notches = [new Path2D(), new Path2D()];
  readonly #extra = new Path2D();
  readonly #dots = new Path2D();
  readonly #theme: Theme;
  readonly dpr: number;
  constructor(theme: Theme, dpr: number) {
    this.#theme = theme;
    this.dpr = dpr;
  }
  add(state: number, sparse: boolean, x: number, y: number, w: number, h: number): void {
    const key = sparse ? state + STATE_COUNT : state;
    let path = this.#paths.get(key);
    if (path === undefined) this.#paths.set(key, (path = new Path2D()));
    if (w > 7 && (state === STATE_RUNNING || state === STATE_NATIVE)) path.roundRect(x, y, w, h, 2);
    else path.rect(x, y, w, h);
  }
  notch(kind: number, x: number, y: number, w: number): void {
    this.#notches[kind]?.rect(x, y, w, 3);
  }
  /** Left end of a wait for a lock. */
  cap(x: number, y: number, h: number): void {
    this.#extra.rect(x, y, 2, h);
  }
  dots(x0: number, x1: number, y: number): void {
    for (let x = x0; x < x1 - 1; x += 5) this.#dots.rect(x, y, 2, 1.5);
  }
  paint(ctx: CanvasRenderingContext2D): void {
    const theme = this.#theme;
    const alpha = ctx.globalAlpha;
    for (const [key, path] of this.#paths) {
      const state = key % STATE_COUNT;
      ctx.globalAlpha = key >= STATE_COUNT ? alpha * 0.55 : alpha;
      ctx.fillStyle = theme.states[state] ?? theme.foreground;
      ctx.fill(path);
      const pattern = theme.patterns[state] ?? null;
      if (pattern !== null && key < STATE_COUNT) {
        ctx.fillStyle = pattern;
        ctx.fill(path);
      }
      if (
        theme.isHighContrast &&
        key < STATE_COUNT &&
        (state === STATE_RUNNING || state === STATE_LOCK || state === STATE_READY || state === STATE_NATIVE)
      ) {
        ctx.strokeStyle = theme.background;
        ctx.lineWidth = 1;
        ctx.stroke(path);
      }
    }
    ctx.globalAlpha = alpha;
    ctx.fillStyle = theme.states[STATE_LOCK] as string;
    ctx.fill(this.#notches[0] as Path2D);
    ctx.fill(this.#extra);
    ctx.fillStyle = theme.states[STATE_READY] as string;
    ctx.fill(this.#notches[1] as Path2D);
    ctx.fillStyle = theme.states[STATE_IO] as string;
    ctx.fill(this.#dots);
    this.#paths.clear();
    this.#notches[0] = new Path2D();
    this.#notches[1] = new Path2D();
  }
}

/** Further from the left edge than any screen is wide. */
const FAR_PX = 20_000;

function collectRuns(batch: Batch, tile: Tile, row: TileRow, box: RowBox, top: number, left: number, scale: number): void {
  const { words } = tile;
  const padding = barPadding(box.height);
  const full = box.height - 2 * padding;
  const { dpr } = batch;
  // A coarse tile that is drawn while a finer one is on its way may reach a million times beyond the screen.
  const snap = (x: number): number => Math.round(Math.min(FAR_PX, Math.max(-FAR_PX, x)) * dpr) / dpr;
  for (let i = 0, at = row.runs; i < row.runCount; i++, at += RUN_WORDS) {
    const packed = words[at] as number;
    const x0 = snap(left + (packed & 0xffff) * scale);
    const x1 = Math.max(x0 + 1 / dpr, snap(left + (packed >>> 16) * scale));
    const info = words[at + 1] as number;
    const state = info & STATE_MASK;
    const bits = (info >>> 8) & 0xff;
    const h = Math.max(3, Math.round(full * (HEIGHT[state] as number)));
    const y = top + Math.round((box.height - h) / 2);
    // A hair between neighbours of one state keeps them apart; only where it costs nothing.
    const gap = (words[at + 2] as number) >= 0 && x1 - x0 > 6 && (state === STATE_RUNNING || state === STATE_NATIVE) ? 0.5 : 0;
    batch.add(state, (bits & RUN_SPARSE) !== 0, x0, y, x1 - x0 - gap, h);
    if (state === STATE_LOCK && x1 - x0 > 5) batch.cap(x0, top + padding, full);
    if (state === STATE_IO && x1 - x0 > 8) batch.dots(x0 + 1, x1, y - 3);
    if ((bits & NOTCH_LOCK) !== 0) batch.notch(0, x0, top + 1, Math.max(2, x1 - x0));
    else if ((bits & NOTCH_READY) !== 0) batch.notch(1, x0, top + 1, Math.max(2, x1 - x0));
  }
}

/** The highest bin of what is in view, in tasks. */
function histogramPeak(tile: Tile, row: TileRow): number {
  let peak = 0;
  for (let bin = 0; bin < row.binCount; bin++) {
    let sum = 0;
    for (let layer = 0; layer < row.states.length; layer++) sum += tile.words[row.bins + layer * row.binCount + bin] as number;
    peak = Math.max(peak, sum);
  }
  return peak / 16;
}

function paintHistogram(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  tile: Tile,
  row: TileRow,
  box: RowBox,
  top: number,
  left: number,
  scale: number,
): void {
  const { theme, geometry } = frame;
  const peak = Math.max(1, histogramPeak(tile, row)) * 16;
  const padding = 3;
  const height = box.height - 2 * padding;
  const base = top + box.height - padding;
  const step = BIN_PX * scale;
  const first = Math.max(0, Math.floor((geometry.gutter - left) / step) - 1);
  const last = Math.min(row.binCount, Math.ceil((geometry.width - left) / step) + 1);
  const below = new Float64Array(Math.max(0, last - first));
  for (const state of STACK_ORDER) {
    const layer = row.states.indexOf(state);
    if (layer < 0) continue;
    const path = new Path2D();
    let any = false;
    for (let bin = first; bin < last; bin++) {
      const n = tile.words[row.bins + layer * row.binCount + bin] as number;
      if (n === 0) continue;
      any = true;
      const from = below[bin - first] as number;
      // What matters is never thinner than a pixel.
      const h = Math.max(state === STATE_LOCK || state === STATE_READY || state === STATE_NATIVE ? 1.5 : 0.5, (n / peak) * height);
      path.rect(left + bin * step, base - from - h, step + 0.3, h);
      below[bin - first] = from + h;
    }
    if (!any) continue;
    ctx.fillStyle = theme.states[state] as string;
    ctx.fill(path);
    const pattern = theme.patterns[state] ?? null;
    if (pattern !== null) {
      ctx.fillStyle = pattern;
      ctx.fill(path);
    }
  }
  ctx.fillStyle = theme.border;
  ctx.fillRect(geometry.gutter, base, geometry.plot, 1 / geometry.dpr);
}

function paintUse(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  tile: Tile,
  row: TileRow,
  box: RowBox,
  top: number,
  left: number,
  scale: number,
): void {
  const { theme, geometry } = frame;
  const height = box.height - 8;
  const base = top + box.height - 4;
  const step = BIN_PX * scale;
  const running = new Path2D();
  const native = new Path2D();
  for (let bin = 0; bin < row.binCount; bin++) {
    const x = left + bin * step;
    if (x > geometry.width || x + step < geometry.gutter) continue;
    const r = ((tile.words[row.bins + bin * 2] as number) / 1000) * height;
    const n = ((tile.words[row.bins + bin * 2 + 1] as number) / 1000) * height;
    if (r > 0) running.rect(x, base - Math.max(1, r), step + 0.3, Math.max(1, r));
    if (n > 0) native.rect(x, base - r - Math.max(1, n), step + 0.3, Math.max(1, n));
  }
  const alpha = ctx.globalAlpha;
  ctx.globalAlpha = alpha * 0.75;
  ctx.fillStyle = theme.states[STATE_RUNNING] as string;
  ctx.fill(running);
  ctx.fillStyle = theme.states[STATE_NATIVE] as string;
  ctx.fill(native);
  ctx.globalAlpha = alpha;
}

/** Part of a lock's row for who holds it; the rest is for who waits. */
export const LOCK_SHARE = 0.56;

function paintLock(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  tile: Tile,
  row: TileRow,
  box: RowBox,
  top: number,
  left: number,
  scale: number,
): void {
  const { theme, geometry } = frame;
  const barHeight = Math.round(box.height * LOCK_SHARE) - 3;
  for (let i = 0, at = row.runs; i < row.runCount; i++, at += RUN_WORDS) {
    const packed = tile.words[at] as number;
    const x0 = left + (packed & 0xffff) * scale;
    const x1 = left + (packed >>> 16) * scale;
    if (x1 < geometry.gutter || x0 > geometry.width) continue;
    const label = tile.labels[tile.words[at + 3] as number] ?? String(tile.words[at + 2] as number);
    ctx.fillStyle = identityColor(`${label}${tile.words[at + 2] as number}`, theme.kind);
    ctx.beginPath();
    ctx.roundRect(x0, top + 3, Math.max(1.5, x1 - x0 - 0.75), barHeight, x1 - x0 > 6 ? 2 : 0);
    ctx.fill();
    if (theme.isHighContrast) {
      ctx.strokeStyle = theme.border;
      ctx.lineWidth = 1;
      ctx.stroke();
    }
    if ((((tile.words[at + 1] as number) >>> 8) & RUN_NEVER) !== 0) {
      ctx.fillStyle = theme.states[STATE_LOCK] as string;
      ctx.fillRect(Math.min(x1, geometry.width) - 3, top + 3, 3, barHeight);
    }
  }
  let peak = 16;
  for (let bin = 0; bin < row.binCount; bin++) peak = Math.max(peak, tile.words[row.bins + bin] as number);
  const base = top + box.height - 3;
  const height = box.height - barHeight - 8;
  const step = BIN_PX * scale;
  const path = new Path2D();
  for (let bin = 0; bin < row.binCount; bin++) {
    const n = tile.words[row.bins + bin] as number;
    if (n > 0) path.rect(left + bin * step, base - (n / peak) * height, step + 0.3, (n / peak) * height);
  }
  ctx.fillStyle = theme.states[STATE_LOCK] as string;
  ctx.fill(path);
  const pattern = theme.patterns[STATE_LOCK] ?? null;
  if (pattern !== null && theme.isHighContrast) {
    ctx.fillStyle = pattern;
    ctx.fill(path);
  }
}
