/** What changes with the pointer and the selection: crosshair, selected state, flows, folds, range, finding window, scroll bar. */
import type { CriticalReply, Details, FlowItem } from '../../model/requests.ts';
import type { Fold } from '../axis.ts';
import { xOf } from '../hitTest.ts';
import { formatDuration } from '../viewport.ts';
import type { Frame } from './frame.ts';
import { CHIP_HEIGHT, MAX_ARROWS, NEAR_ARROWS } from './edgeChips.ts';
import { type FoldLabel, placeFoldLabels } from './foldLabels.ts';
import { fitText } from './labels.ts';
import { t } from '../l10n.ts';

export function paintOverlay(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const { geometry } = frame;
  ctx.textBaseline = 'middle';
  ctx.save();
  ctx.beginPath();
  ctx.rect(geometry.gutter, geometry.bands.rulerTop, geometry.plot, geometry.height - geometry.bands.rulerTop);
  ctx.clip();
  paintWindow(ctx, frame);
  paintFolds(ctx, frame);
  paintRange(ctx, frame);
  paintNotes(ctx, frame);
  paintCrosshair(ctx, frame);
  if (frame.hovered !== null && frame.hovered !== frame.details) paintBox(ctx, frame, frame.hovered, false);
  if (frame.details !== null) paintBox(ctx, frame, frame.details, true);
  ctx.beginPath();
  ctx.rect(geometry.gutter, geometry.bands.header, geometry.plot, geometry.height - geometry.bands.header);
  ctx.clip();
  if (frame.critical !== null) paintCritical(ctx, frame, frame.critical);
  else if (frame.details !== null) paintFlows(ctx, frame, frame.details);
  ctx.restore();
  paintScrollBar(ctx, frame);
}

function xAt(frame: Frame, ns: number): number {
  return xOf(frame.axis.toAxis(ns), frame.geometry, frame.viewport);
}

/** The window of the selected finding. */
function paintWindow(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const finding = frame.summary?.findings.find((f) => f.id === frame.finding);
  if (finding?.window === undefined) return;
  const { theme, geometry } = frame;
  const x0 = xAt(frame, finding.window.fromNs);
  const x1 = xAt(frame, finding.window.toNs);
  ctx.fillStyle = theme.focus;
  ctx.globalAlpha = 0.9;
  for (const x of [x0, x1]) {
    for (let y = geometry.bands.header; y < geometry.height; y += 8) ctx.fillRect(Math.round(x), y, 1, 4);
  }
  ctx.globalAlpha = 1;
}

function paintFolds(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const { axis, theme, geometry, viewport } = frame;
  const labels: FoldLabel[] = [];
  ctx.font = `${theme.fontSize - 2}px ${theme.font}`;
  for (const fold of axis.folds) {
    const x0 = xOf(fold.fromAxis, geometry, viewport);
    const x1 = xOf(fold.toAxis, geometry, viewport);
    if (x1 < geometry.gutter || x0 > geometry.width) continue;
    ctx.fillStyle = theme.background;
    ctx.globalAlpha = 0.25;
    ctx.fillRect(x0, geometry.bands.header, x1 - x0, geometry.height);
    ctx.globalAlpha = 1;
    ctx.strokeStyle = theme.description;
    ctx.lineWidth = 1;
    const middle = (x0 + x1) / 2;
    ctx.beginPath();
    for (let y = geometry.bands.rulerTop + geometry.bands.rulerHeight, i = 0; y < geometry.height; y += 6, i++) {
      ctx.lineTo(middle + (i % 2 === 0 ? -3 : 3), y);
    }
    ctx.stroke();
    labels.push(labelOf(ctx, frame, fold, middle));
  }
  for (const { text, x, width } of placeFoldLabels(labels, geometry.gutter + 2, geometry.width - 2)) {
    ctx.fillStyle = theme.background;
    ctx.fillRect(x, geometry.bands.rulerTop + 2, width, geometry.bands.rulerHeight - 5);
    ctx.fillStyle = theme.description;
    ctx.fillText(text, x + 5, geometry.bands.rulerTop + geometry.bands.rulerHeight / 2);
  }
}

/** How long it is and why it is folded; only how long, where there is no room. */
function labelOf(ctx: CanvasRenderingContext2D, { summary }: Frame, { fromNs, toNs }: Fold, middle: number): FoldLabel {
  const isEarlier = fromNs <= 0 && (summary?.part?.fromMs ?? 0) > 0;
  const isPause = summary?.pauses.some((pause) => pause.fromNs < toNs && pause.toNs > fromNs) === true;
  const length = formatDuration(toNs - fromNs);
  const words = isEarlier ? t('{0} not shown', length) : isPause ? t('{0} stopped', length) : t('{0} idle', length);
  return { middle, lengthNs: toNs - fromNs, texts: [words, length].map((text) => [text, ctx.measureText(text).width + 10]) };
}

function paintRange(ctx: CanvasRenderingContext2D, frame: Frame): void {
  if (frame.range === null) return;
  const { theme, geometry } = frame;
  const x0 = xAt(frame, frame.range[0]);
  const x1 = xAt(frame, frame.range[1]);
  ctx.fillStyle = theme.focus;
  if (!theme.isHighContrast) {
    ctx.globalAlpha = 0.14;
    ctx.fillRect(x0, geometry.bands.rulerTop, x1 - x0, geometry.height);
    ctx.globalAlpha = 1;
  }
  ctx.fillRect(x0, geometry.bands.rulerTop, 1, geometry.height);
  ctx.fillRect(x1, geometry.bands.rulerTop, 1, geometry.height);
  paintChip(
    ctx,
    frame,
    formatDuration(frame.range[1] - frame.range[0]),
    (x0 + x1) / 2,
    geometry.bands.rulerTop + geometry.bands.rulerHeight / 2,
  );
}

function paintChip(ctx: CanvasRenderingContext2D, frame: Frame, text: string, center: number, y: number): void {
  const { theme, geometry } = frame;
  ctx.font = `${theme.fontSize - 2}px ${theme.font}`;
  const w = ctx.measureText(text).width + 12;
  const x = Math.max(geometry.gutter + 2, Math.min(geometry.width - w - 2, center - w / 2));
  ctx.fillStyle = theme.foreground;
  ctx.beginPath();
  ctx.roundRect(x, y - 8, w, 16, 3);
  ctx.fill();
  ctx.fillStyle = theme.background;
  ctx.fillText(text, x + 6, y + 0.5);
}

function paintCrosshair(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const { hoverX, geometry, theme, viewport, axis } = frame;
  if (hoverX < geometry.gutter) return;
  ctx.fillStyle = theme.foreground;
  ctx.globalAlpha = 0.35;
  ctx.fillRect(Math.round(hoverX), geometry.bands.rulerTop + geometry.bands.rulerHeight, 1, geometry.height);
  ctx.globalAlpha = 1;
  const ns = axis.toNs(viewport.from + ((hoverX - geometry.gutter) / geometry.plot) * (viewport.to - viewport.from));
  if (ns >= 0 && ns <= axis.endNs) {
    paintChip(
      ctx,
      frame,
      ns >= 1e9 ? `${(ns / 1e9).toFixed(4)} s` : formatDuration(ns),
      hoverX,
      geometry.bands.rulerTop + geometry.bands.rulerHeight / 2,
    );
  }
}

/** Frame around one state of a row. */
function paintBox(ctx: CanvasRenderingContext2D, frame: Frame, details: Details, selected: boolean): void {
  const box = frame.layout.byId.get(details.row);
  if (box === undefined) return;
  const { theme, geometry } = frame;
  const y = geometry.bands.header + box.top - frame.scroll;
  if (y + box.height < geometry.bands.header || y > geometry.height) return;
  const x0 = Math.max(geometry.gutter - 4, xAt(frame, details.startNs));
  const x1 = Math.min(geometry.width + 4, Math.max(x0 + 3, xAt(frame, details.endNs)));
  ctx.save();
  ctx.beginPath();
  ctx.rect(geometry.gutter, geometry.bands.header, geometry.plot, geometry.height);
  ctx.clip();
  ctx.strokeStyle = selected ? theme.foreground : theme.description;
  ctx.lineWidth = selected ? 2 : 1;
  ctx.strokeRect(x0 - 1, y + 1, x1 - x0 + 2, box.height - 2);
  if (selected && frame.focused) {
    ctx.strokeStyle = theme.focus;
    ctx.lineWidth = 2;
    ctx.strokeRect(x0 - 3, y - 0.5, x1 - x0 + 6, box.height + 1);
  }
  ctx.restore();
}

/** A line along the pieces of the critical path, from row to row. */
function paintCritical(ctx: CanvasRenderingContext2D, frame: Frame, { pieces }: CriticalReply): void {
  const { theme, geometry, layout } = frame;
  const points: (readonly [x: number, y: number])[] = [];
  for (const piece of pieces) {
    const box = layout.byId.get(piece.row) ?? layout.byId.get(piece.laneRow);
    if (box === undefined) continue;
    const y = geometry.bands.header + box.top - frame.scroll + box.height - 2.5;
    const x0 = Math.max(geometry.gutter - 20, xAt(frame, piece.fromNs));
    const x1 = Math.min(geometry.width + 20, xAt(frame, piece.toNs));
    if (x1 >= x0) points.push([x0, y], [x1, y]);
  }
  for (const [color, width] of [
    [theme.background, 6],
    [theme.focus, 3],
  ] as const) {
    ctx.strokeStyle = color;
    ctx.lineWidth = width;
    ctx.beginPath();
    points.forEach(([x, y], i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
    ctx.stroke();
  }
}

const DASHES: Readonly<Record<FlowItem['kind'], readonly number[]>> = { resolved: [], created: [2, 3], lock: [], message: [6, 4] };

function paintFlows(ctx: CanvasRenderingContext2D, frame: Frame, details: Details): void {
  const shown = details.flows.slice(0, frame.allFlows ? MAX_ARROWS : NEAR_ARROWS);
  for (const flow of shown) paintFlow(ctx, frame, flow);
  paintEdgeChips(ctx, frame);
}

function paintEdgeChips(ctx: CanvasRenderingContext2D, { theme, chips }: Frame): void {
  ctx.font = `${theme.fontSize - 2}px ${theme.font}`;
  for (const { text, x, y, width } of chips) {
    ctx.fillStyle = theme.background;
    ctx.beginPath();
    ctx.roundRect(x, y, width, CHIP_HEIGHT, 3);
    ctx.fill();
    ctx.strokeStyle = theme.focus;
    ctx.lineWidth = 1;
    ctx.stroke();
    ctx.fillStyle = theme.foreground;
    ctx.fillText(fitText(ctx, text, width - 8), x + 5, y + CHIP_HEIGHT / 2 + 0.5);
  }
}

function paintFlow(ctx: CanvasRenderingContext2D, frame: Frame, flow: FlowItem): void {
  const { theme, geometry, layout } = frame;
  const yOf = (row: number): number | null => {
    const box = layout.byId.get(row);
    return box === undefined ? null : geometry.bands.header + box.top - frame.scroll + box.height / 2;
  };
  const clampX = (x: number): number => Math.max(geometry.gutter + 6, Math.min(geometry.width - 6, x));
  const y0 = yOf(flow.fromRow);
  const y1 = yOf(flow.toRow);
  if (y0 === null && y1 === null) return;
  const x0 = clampX(xAt(frame, flow.fromNs));
  const x1 = clampX(xAt(frame, flow.toNs));
  const from = y0 ?? geometry.bands.header + 8;
  const to = y1 ?? geometry.bands.header + 8;
  if (Math.abs(from - to) < 2 && Math.abs(x0 - x1) < 2) return;
  const bend = Math.max(18, Math.min(60, Math.abs(x1 - x0) / 2));
  for (const [color, width] of [
    [theme.background, 5],
    [theme.foreground, flow.kind === 'lock' ? 3 : 1.6],
  ] as const) {
    ctx.strokeStyle = color;
    ctx.lineWidth = width;
    ctx.setLineDash(color === theme.background ? [] : [...DASHES[flow.kind]]);
    ctx.beginPath();
    ctx.moveTo(x0, from);
    ctx.bezierCurveTo(x0 + bend, from, x1 - bend, to, x1, to);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  if (flow.kind === 'lock') {
    // A double line.
    ctx.strokeStyle = theme.background;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(x0, from);
    ctx.bezierCurveTo(x0 + bend, from, x1 - bend, to, x1, to);
    ctx.stroke();
  }
  ctx.fillStyle = theme.foreground;
  ctx.beginPath();
  ctx.moveTo(x1, to);
  ctx.lineTo(x1 - 9, to - 4.5);
  ctx.lineTo(x1 - 9, to + 4.5);
  ctx.closePath();
  ctx.fill();
  ctx.font = `${theme.fontSize - 2}px ${theme.font}`;
  const text = fitText(ctx, flow.text, 260);
  const w = ctx.measureText(text).width + 10;
  const tx = Math.max(geometry.gutter + 4, Math.min(geometry.width - w - 4, (x0 + x1) / 2 - w / 2));
  const ty = Math.abs(to - from) < 30 ? Math.min(from, to) - 16 : (from + to) / 2;
  ctx.fillStyle = theme.background;
  ctx.beginPath();
  ctx.roundRect(tx, ty - 9, w, 18, 3);
  ctx.fill();
  ctx.strokeStyle = theme.border;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.fillStyle = theme.foreground;
  ctx.fillText(text, tx + 5, ty + 0.5);
}

function paintScrollBar(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const { geometry, layout, theme } = frame;
  const view = geometry.height - geometry.bands.header;
  if (layout.height <= view) return;
  const h = Math.max(24, (view * view) / layout.height);
  const y = geometry.bands.header + (frame.scroll / Math.max(1, layout.height + 8 - view)) * (view - h);
  ctx.fillStyle = theme.description;
  ctx.globalAlpha = 0.4;
  ctx.fillRect(geometry.width - 8, y, 6, h);
  ctx.globalAlpha = 1;
}

/** A numbered flag on the ruler for each note, and a line under its range. */
function paintNotes(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const { geometry, theme, notes, axis, viewport } = frame;
  const { rulerTop, rulerHeight } = geometry.bands;
  ctx.font = `600 ${theme.fontSize - 3}px ${theme.font}`;
  notes.forEach((note, i) => {
    const x = Math.round(xOf(axis.toAxis(note.fromNs), geometry, viewport));
    const end = xOf(axis.toAxis(note.toNs), geometry, viewport);
    if (end < geometry.gutter - 20 || x > geometry.width) return;
    const number = String(i + 1);
    const width = ctx.measureText(number).width + 8;
    ctx.fillStyle = theme.foreground;
    ctx.fillRect(x, rulerTop + 2, 1.5, rulerHeight - 3);
    ctx.fillRect(x, rulerTop + 2, width, 13);
    if (end > x + 2) ctx.fillRect(x, rulerTop + rulerHeight - 3, end - x, 2);
    ctx.fillStyle = theme.background;
    ctx.fillText(number, x + 4, rulerTop + 9);
  });
}
