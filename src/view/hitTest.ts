/** What is under the pointer; pure. */
import type { Row } from '../model/requests.ts';
import { rowAt } from './layout.ts';
import type { Geometry, Layout } from './layout.ts';
import type { Viewport } from './viewport.ts';

export type Zone = 'overview' | 'ruler' | 'findings' | 'lag' | 'cpu' | 'gutter' | 'plot' | 'divider' | 'none';

export interface Hit {
  readonly zone: Zone;
  readonly row: Row | null;
  /** Position on the axis. */
  readonly axis: number;
  readonly x: number;
  readonly y: number;
}

/** Half the width of the line between labels and time that can be dragged. */
const DIVIDER = 4;

export function hitTest(x: number, y: number, geometry: Geometry, layout: Layout, viewport: Viewport, scroll: number): Hit {
  const axis = viewport.from + ((x - geometry.gutter) / geometry.plot) * (viewport.to - viewport.from);
  const base = { axis, x, y, row: null };
  if (x < 0 || y < 0 || x > geometry.width || y > geometry.height) return { ...base, zone: 'none' };
  if (Math.abs(x - geometry.gutter) <= DIVIDER && y > geometry.bands.overviewHeight) return { ...base, zone: 'divider' };
  if (y < geometry.bands.header) {
    if (y < geometry.bands.overviewHeight) return { ...base, zone: 'overview' };
    if (x < geometry.gutter) return { ...base, zone: 'none' };
    if (y < geometry.bands.findingsTop) return { ...base, zone: y >= geometry.bands.rulerTop ? 'ruler' : 'overview' };
    if (y < geometry.bands.lagTop) return { ...base, zone: 'findings' };
    return { ...base, zone: y < geometry.bands.cpuTop ? 'lag' : 'cpu' };
  }
  const index = rowAt(layout, y - geometry.bands.header + scroll);
  const row = index < 0 ? null : (layout.boxes[index]?.row ?? null);
  if (row === null) return { ...base, zone: 'none' };
  return { ...base, row, zone: x < geometry.gutter ? 'gutter' : 'plot' };
}

/** x of a position on the axis, CSS pixels. */
export function xOf(axis: number, geometry: Geometry, viewport: Viewport): number {
  return geometry.gutter + ((axis - viewport.from) / (viewport.to - viewport.from)) * geometry.plot;
}

export interface Marker {
  readonly x: number;
  /** Indices of the findings merged into it, in order. */
  readonly findings: readonly number[];
}

/** Half the width of a marker. */
const MARKER_HALF = 8;

/** Where a marker is drawn whole that is at the edge of what is in view. */
export function keptWhole(x: number, left: number, right: number): number {
  return x < left || x > right ? x : Math.max(left + MARKER_HALF, Math.min(right - MARKER_HALF, x));
}

/** Of the number beside a marker of several findings. */
const DIGIT_PX = 7;

/** Puts findings on the rail; those closer than `gap` pixels share a marker, and so do those that would stand on its number. */
export function placeMarkers(positions: readonly number[], gap: number): Marker[] {
  const order = positions.map((x, index) => ({ x, index })).toSorted((a, b) => a.x - b.x || a.index - b.index);
  const markers: { x: number; findings: number[] }[] = [];
  for (const { x, index } of order) {
    const last = markers.at(-1);
    const count = last?.findings.length ?? 0;
    const room = gap + (count > 1 ? 4 + DIGIT_PX * String(count).length : 0);
    if (last !== undefined && x - last.x < room) last.findings.push(index);
    else markers.push({ x, findings: [index] });
  }
  return markers;
}

/** The marker within `reach` pixels of x, nearest first. */
export function markerAt(markers: readonly Marker[], x: number, reach: number): Marker | null {
  let best: Marker | null = null;
  for (const marker of markers) {
    if (Math.abs(marker.x - x) <= reach && (best === null || Math.abs(marker.x - x) < Math.abs(best.x - x))) best = marker;
  }
  return best;
}
