/** Text: names of rows in the gutter, words on runs. Nothing is drawn that does not fit. */
import {
  RUN_NEVER,
  RUN_WORDS,
  STATE_AWAIT,
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
} from '../../model/requests.ts';
import type { Row } from '../../model/requests.ts';
import type { Geometry, RowBox } from '../layout.ts';
import { tileTransform } from '../tile.ts';
import { LOCK_SHARE, isDim } from './bars.ts';
import type { Frame } from './frame.ts';
import { paintMarker } from './markers.ts';
import { luminance, rgbOf } from './theme.ts';
import type { Theme } from './theme.ts';
import { identityColor } from './theme.ts';
import { t } from '../l10n.ts';
import { firstWhere } from '../../base/search.ts';

const INDENT = 12;
const MAX_WIDTHS = 4000;
/** Of a longer text fewer say nothing. */
const FEW_LETTERS = 5;

const widths = new Map<string, number>();

/** Width of a text in the current font, remembered. */
export function textWidth(ctx: CanvasRenderingContext2D, text: string): number {
  const key = `${ctx.font}\n${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size > MAX_WIDTHS) widths.clear();
    widths.set(key, (width = ctx.measureText(text).width));
  }
  return width;
}

/** As much of a text as fits, with … at the end; '' if nothing useful does. */
export function fitText(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  if (textWidth(ctx, text) <= room) return text;
  const length = firstWhere(1, text.length + 1, (n) => ctx.measureText(`${text.slice(0, n)}…`).width > room) - 1;
  return length < FEW_LETTERS ? '' : `${text.slice(0, length)}…`;
}

export function paintText(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const { geometry, theme } = frame;
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, geometry.bands.header, geometry.width, geometry.height - geometry.bands.header);
  ctx.clip();
  ctx.textBaseline = 'middle';
  for (const box of frame.visible) paintGutter(ctx, frame, box);
  ctx.beginPath();
  ctx.rect(geometry.gutter, geometry.bands.header, geometry.plot, geometry.height - geometry.bands.header);
  ctx.clip();
  for (const box of frame.visible) paintRunLabels(ctx, frame, box);
  ctx.restore();
  ctx.fillStyle = theme.border;
  ctx.fillRect(geometry.gutter - 1, geometry.bands.header, 1, geometry.height - geometry.bands.header);
}

function paintGutter(ctx: CanvasRenderingContext2D, frame: Frame, box: RowBox): void {
  const { theme, geometry } = frame;
  const { row } = box;
  const size = box.height < 22 ? Math.min(11, theme.fontSize - 2) : theme.fontSize - 1;
  const y = geometry.bands.header + box.top - frame.scroll + (box.height > 30 ? Math.min(box.height / 2, 16) : box.height / 2) + 0.5;
  let x = 10 + row.depth * INDENT;
  const dim = isDim(frame, box);
  ctx.globalAlpha = dim ? 0.5 : 1;
  if (row.expandable) {
    ctx.strokeStyle = theme.foreground;
    ctx.lineWidth = 1.2;
    ctx.beginPath();
    if (row.expanded) {
      ctx.moveTo(x - 1, y - 2);
      ctx.lineTo(x + 3, y + 2);
      ctx.lineTo(x + 7, y - 2);
    } else {
      ctx.moveTo(x + 1, y - 4);
      ctx.lineTo(x + 5, y);
      ctx.lineTo(x + 1, y + 4);
    }
    ctx.stroke();
  }
  x += 13;
  let right = geometry.gutter - 8;
  const bySeverity = row.findings.map((id) => frame.summary?.findings.find((f) => f.id === id)).filter((f) => f !== undefined);
  for (const finding of bySeverity.slice(0, 3)) {
    paintMarker(ctx, theme, finding.kind, finding.severity, right - 6, y - 0.5, 5, finding.id === frame.finding);
    right -= 15;
  }
  const isHeading = row.kind === 'process' || row.kind === 'thread' || row.kind === 'section';
  ctx.font = `${isHeading ? '600 ' : ''}${size}px ${theme.font}`;
  ctx.fillStyle = theme.foreground;
  const label = fitText(ctx, row.label, right - x);
  ctx.fillText(label, x, y);
  const used = textWidth(ctx, label);
  ctx.font = `${size - 1}px ${theme.font}`;
  ctx.fillStyle = theme.description;
  const room = right - x - used - 8;
  if (box.height > 30) {
    // A second line has room for more.
    ctx.fillText(fitText(ctx, row.detail, right - x), x, y + size + 2);
  } else if (room > 24) ctx.fillText(fitText(ctx, row.detail, room), x + used + 8, y);
  ctx.globalAlpha = 1;
}

let ruler: CanvasRenderingContext2D | null = null;

/** Whether the labels have room for all that a row is called by. */
export function isNamedWhole(row: Row, theme: Theme, { gutter }: Geometry): boolean {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (ruler === null) return true;
  const room = gutter - 31 - row.depth * INDENT - 15 * Math.min(3, row.findings.length);
  const isHeading = row.kind === 'process' || row.kind === 'thread' || row.kind === 'section';
  ruler.font = `${isHeading ? '600 ' : ''}${theme.fontSize - 1}px ${theme.font}`;
  const label = textWidth(ruler, row.label);
  ruler.font = `${theme.fontSize - 2}px ${theme.font}`;
  const detail = row.detail === '' ? 0 : textWidth(ruler, row.detail);
  // Those that are high have a line for each.
  return row.kind === 'group' || row.kind === 'lock' ? Math.max(label, detail) <= room : label + (detail > 0 ? 8 + detail : 0) <= room;
}

function paintRunLabels(ctx: CanvasRenderingContext2D, frame: Frame, box: RowBox): void {
  const { tile, theme, geometry } = frame;
  const row = tile?.rows.get(box.row.id);
  if (tile === null || row === undefined) return;
  const { scale, shift } = tileTransform(tile, frame.viewport, geometry.plot);
  const left = geometry.gutter + shift;
  const top = geometry.bands.header + box.top - frame.scroll;
  ctx.globalAlpha = isDim(frame, box) ? 0.35 : 1;
  if (row.kind === TILE_HISTOGRAM) {
    ctx.font = `${theme.fontSize - 3}px ${theme.font}`;
    ctx.fillStyle = theme.description;
    ctx.textAlign = 'right';
    // What is drawn is the mean of each bin: of short tasks that is less.
    if (row.peak > 0) {
      const text = t('max {0} at once', row.peak);
      const width = textWidth(ctx, text);
      // On a plate: the picture may be as high as this.
      ctx.fillStyle = theme.background;
      ctx.fillRect(geometry.width - 17 - width, top + 2, width + 6, 14);
      ctx.fillStyle = theme.description;
      ctx.fillText(text, geometry.width - 14, top + 9);
    }
    ctx.textAlign = 'left';
    ctx.globalAlpha = 1;
    return;
  }
  if ((row.kind !== TILE_LANE && row.kind !== TILE_LOCK) || box.height < 14) {
    ctx.globalAlpha = 1;
    return;
  }
  const isLock = row.kind === TILE_LOCK;
  ctx.font = `${theme.fontSize - 2}px ${theme.font}`;
  const y = isLock ? top + 3 + (Math.round(box.height * LOCK_SHARE) - 3) / 2 + 0.5 : top + box.height / 2 + 0.5;
  for (let i = 0, at = row.runs; i < row.runCount; i++, at += RUN_WORDS) {
    const index = tile.words[at + 3] as number;
    const packed = tile.words[at] as number;
    const info = tile.words[at + 1] as number;
    const state = info & STATE_MASK;
    const x0 = Math.max(geometry.gutter, left + (packed & 0xffff) * scale);
    const x1 = Math.min(geometry.width, left + (packed >>> 16) * scale);
    const never = ((info >>> 8) & RUN_NEVER) !== 0;
    // After the end of the run, where there is room: a wait that closed just before it would be covered.
    const isAfter = x1 + NEVER_WIDTH + 12 < geometry.width;
    if (never && i === row.runCount - 1 && x1 - x0 > 2) {
      paintNever(ctx, frame, isAfter ? x1 + NEVER_WIDTH : Math.min(x1, geometry.width - 10), y, isLock ? STATE_LOCK : state);
    }
    const room = x1 - x0 - (never && !isAfter ? 34 : 10);
    if (index < 0 || room < 22) continue;
    const text = tile.labels[index] ?? '';
    const label = fitText(ctx, text, room);
    if (label === '') continue;
    const isThin =
      !isLock &&
      (state === STATE_AWAIT || state === STATE_IO || state === STATE_TIMER || state === STATE_MESSAGE || state === STATE_UNKNOWN);
    const needsPlate = isThin || (!isLock && (state === STATE_LOCK || state === STATE_READY || state === STATE_NATIVE));
    if (needsPlate) {
      const w = textWidth(ctx, label);
      ctx.fillStyle = isThin ? theme.background : (theme.states[state] as string);
      const x = x0 + (isThin ? 8 : 5);
      // Also in a dimmed row: a line that shines through looks like text that is struck out.
      const alpha = ctx.globalAlpha;
      if (isThin) ctx.globalAlpha = 1;
      ctx.fillRect(x - 3, y - 7, w + 6, 14);
      ctx.globalAlpha = alpha;
      ctx.fillStyle = isThin ? theme.foreground : (theme.textOn[state] as string) || theme.background;
      if (isThin) ctx.globalAlpha *= 0.9;
      ctx.fillText(label, x, y);
      if (isThin) ctx.globalAlpha /= 0.9;
      continue;
    }
    if (isLock) {
      ctx.fillStyle =
        luminance(rgbCached(identityColor(`${tile.labels[index] ?? ''}${tile.words[at + 2] as number}`, theme.kind))) > 0.3
          ? '#000000'
          : '#ffffff';
    } else ctx.fillStyle = state === STATE_RUNNING ? (theme.textOn[state] as string) || '#ffffff' : theme.foreground;
    ctx.fillText(label, x0 + 5, y);
  }
  ctx.globalAlpha = 1;
}

const colors = new Map<string, readonly [number, number, number]>();
function rgbCached(color: string): readonly [number, number, number] {
  let known = colors.get(color);
  if (known === undefined) colors.set(color, (known = rgbOf(color)));
  return known;
}

const NEVER_WIDTH = 27;

/** It goes on to the end of the run: an open arrow and ∞, ending at x. */
function paintNever(ctx: CanvasRenderingContext2D, frame: Frame, x: number, y: number, state: number): void {
  const { theme } = frame;
  ctx.save();
  ctx.fillStyle = theme.background;
  ctx.fillRect(x - NEVER_WIDTH, y - 8, NEVER_WIDTH, 16);
  ctx.strokeStyle = theme.states[state] as string;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(x - NEVER_WIDTH, y - 0.5);
  ctx.lineTo(x - 18, y - 0.5);
  ctx.moveTo(x - 21, y - 4.5);
  ctx.lineTo(x - 17, y - 0.5);
  ctx.lineTo(x - 21, y + 3.5);
  ctx.stroke();
  ctx.font = `600 ${theme.fontSize}px ${theme.font}`;
  ctx.fillStyle = theme.foreground;
  ctx.fillText('∞', x - 13, y);
  ctx.restore();
}
