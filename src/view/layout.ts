/** Where things are on the canvas: bands at the top, then rows; pure. All numbers are CSS pixels. */
import type { Row } from '../model/requests.ts';
import { firstWhere } from '../base/search.ts';

/** The bands above the rows: heights, and tops where they do not follow at once. A short panel keeps its room for rows. */
export interface Bands {
  readonly overviewHeight: number;
  readonly rulerTop: number;
  readonly rulerHeight: number;
  readonly findingsTop: number;
  readonly findingsHeight: number;
  readonly lagTop: number;
  readonly lagHeight: number;
  readonly cpuTop: number;
  /** 0: not shown. */
  readonly cpuHeight: number;
  /** Everything above the rows. */
  readonly header: number;
}

/** Below this height of the canvas the bands are low, and CPU and I/O are left to the rows of the threads. */
const SHORT = 420;
const TALL_BANDS = bandsFrom([36, 22, 24, 26, 22]);
const SHORT_BANDS = bandsFrom([20, 18, 20, 16, 0]);

function bandsFrom([overview, ruler, findings, lag, cpu]: readonly [number, number, number, number, number]): Bands {
  return {
    overviewHeight: overview,
    rulerTop: overview,
    rulerHeight: ruler,
    findingsTop: overview + ruler,
    findingsHeight: findings,
    lagTop: overview + ruler + findings,
    lagHeight: lag,
    cpuTop: overview + ruler + findings + lag,
    cpuHeight: cpu,
    header: overview + ruler + findings + lag + cpu,
  };
}

export const ROW_HEIGHT = 24;
export const COMPACT_ROW_HEIGHT = 16;
/** Rows with a chart are taller. */
const TALL = 1.75;
const MIN_GUTTER = 120;
const MAX_GUTTER = 480;

export interface Geometry {
  readonly width: number;
  readonly height: number;
  /** Width of the labels on the left. */
  readonly gutter: number;
  /** Width of the part with time. */
  readonly plot: number;
  readonly dpr: number;
  readonly bands: Bands;
}

export function geometryOf(width: number, height: number, gutter: number, dpr: number): Geometry {
  const limit = Math.max(MIN_GUTTER, Math.min(MAX_GUTTER, width * 0.45));
  const wide = Math.round(Math.min(limit, Math.max(MIN_GUTTER, gutter)));
  return { width, height, gutter: wide, plot: Math.max(1, width - wide), dpr, bands: height < SHORT ? SHORT_BANDS : TALL_BANDS };
}

export interface RowBox {
  readonly row: Row;
  readonly index: number;
  /** Top, without scrolling, from the top of the first row. */
  readonly top: number;
  readonly height: number;
}

export interface Layout {
  readonly boxes: readonly RowBox[];
  readonly height: number;
  readonly byId: ReadonlyMap<number, RowBox>;
}

export function layoutRows(rows: readonly Row[], compact: boolean): Layout {
  const base = compact ? COMPACT_ROW_HEIGHT : ROW_HEIGHT;
  let top = 0;
  const boxes = rows.map((row, index) => {
    const isTall = row.kind === 'group' || row.kind === 'lock';
    const height = isTall ? Math.round(base * TALL) : base;
    const box = { row, index, top, height };
    top += height;
    return box;
  });
  return { boxes, height: top, byId: new Map(boxes.map((box) => [box.row.id, box])) };
}

/** Index of the row at a distance from the top of the first one; -1 beyond the last. */
export function rowAt(layout: Layout, y: number): number {
  const { boxes } = layout;
  const at = firstWhere(0, boxes.length, (i) => y < (boxes[i] as RowBox).top + (boxes[i] as RowBox).height);
  return at < boxes.length && y >= (boxes[at] as RowBox).top ? at : -1;
}

/** Rows that are visible between two distances, plus `extra` pixels on both sides. */
export function visibleRows(layout: Layout, scroll: number, height: number, extra: number): readonly RowBox[] {
  const { boxes } = layout;
  const from = Math.max(0, scroll - extra);
  const first = rowAt(layout, Math.min(from, Math.max(0, layout.height - 1)));
  if (first < 0) return [];
  let last = first;
  while (last < boxes.length && (boxes[last] as RowBox).top < scroll + height + extra) last++;
  return boxes.slice(first, last);
}

/** Keeps the scroll position within the rows. */
export function clampScroll(layout: Layout, geometry: Geometry, scroll: number): number {
  return Math.max(0, Math.min(scroll, layout.height + 8 - (geometry.height - geometry.bands.header)));
}

/** Scroll position that shows a row, changed as little as possible. */
export function scrollTo(layout: Layout, geometry: Geometry, scroll: number, row: number): number {
  const box = layout.byId.get(row);
  if (box === undefined) return scroll;
  const view = geometry.height - geometry.bands.header;
  const margin = Math.min(48, view / 4);
  if (box.top < scroll + margin) return clampScroll(layout, geometry, box.top - margin);
  if (box.top + box.height > scroll + view - margin) return clampScroll(layout, geometry, box.top + box.height - view + margin);
  return scroll;
}
