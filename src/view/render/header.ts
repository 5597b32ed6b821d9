/** The bands above the rows: overview with the viewport, ruler, findings, loop lag, CPU and I/O. */
import { STATE_IO, STATE_NATIVE, STATE_READY, STATE_RUNNING } from '../../model/requests.ts';
import type { TimelineFinding } from '../../model/requests.ts';
import { xOf } from '../hitTest.ts';
import { partHints } from '../panels/words.ts';
import { formatDuration, formatTick, tickStep } from '../viewport.ts';
import type { Frame } from './frame.ts';
import { fitText } from './labels.ts';
import { paintMarker, severityColor } from './markers.ts';
import { t } from '../l10n.ts';

export function paintHeader(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const { geometry, theme } = frame;
  ctx.fillStyle = theme.background;
  ctx.fillRect(0, 0, geometry.width, geometry.bands.header);
  ctx.textBaseline = 'middle';
  paintOverview(ctx, frame);
  paintRuler(ctx, frame);
  paintStrips(ctx, frame);
  ctx.fillStyle = theme.border;
  for (const y of [
    geometry.bands.rulerTop,
    geometry.bands.findingsTop,
    geometry.bands.lagTop,
    geometry.bands.cpuTop,
    geometry.bands.header,
  ]) {
    ctx.globalAlpha = y === geometry.bands.header || y === geometry.bands.rulerTop || theme.isHighContrast ? 1 : 0.45;
    ctx.fillRect(0, y - 1, geometry.width, 1);
  }
  ctx.globalAlpha = 1;
  ctx.fillRect(geometry.gutter - 1, geometry.bands.rulerTop, 1, geometry.bands.header - geometry.bands.rulerTop);
  paintGutter(ctx, frame);
  paintFindings(ctx, frame);
}

function paintOverview(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const { geometry, theme, summary, axis } = frame;
  if (summary === null) return;
  const width = geometry.width;
  const perAxis = width / axis.length;
  const threads = summary.overview.slice(0, 8);
  const lane = (geometry.bands.overviewHeight - 6) / Math.max(1, threads.length);
  threads.forEach(({ running, native }, i) => {
    const base = 3 + (i + 1) * lane;
    const bins = running.length;
    const binNs = summary.endNs / Math.max(1, bins);
    const paths = [new Path2D(), new Path2D()] as const;
    for (let i = 0; i < bins; i++) {
      const r = (running[i] as number) / 255;
      const n = (native[i] as number) / 255;
      if (r === 0 && n === 0) continue;
      const x0 = axis.toAxis(i * binNs) * perAxis;
      const x1 = Math.max(x0 + 0.75, axis.toAxis((i + 1) * binNs) * perAxis);
      const h = Math.max(1, r * (lane - 1));
      paths[0].rect(x0, base - h, x1 - x0, h);
      if (n > 0) paths[1].rect(x0, base - h - Math.max(1, n * (lane - 1)), x1 - x0, Math.max(1, n * (lane - 1)));
    }
    ctx.fillStyle = theme.states[STATE_RUNNING] as string;
    ctx.fill(paths[0]);
    ctx.fillStyle = theme.states[STATE_NATIVE] as string;
    ctx.fill(paths[1]);
  });
  for (const finding of summary.findings) {
    if (finding.window === undefined) continue;
    const x = axis.toAxis(finding.window.fromNs) * perAxis;
    ctx.fillStyle = severityColor(theme, finding.severity);
    ctx.fillRect(Math.round(x) - 1, 0, 2, 6);
  }
  // Outside of the viewport is darker.
  const x0 = Math.max(0, frame.viewport.from * perAxis);
  const x1 = Math.min(width, frame.viewport.to * perAxis);
  ctx.fillStyle = theme.background;
  ctx.globalAlpha = 0.62;
  ctx.fillRect(0, 0, x0, geometry.bands.overviewHeight);
  ctx.fillRect(x1, 0, width - x1, geometry.bands.overviewHeight);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = theme.focus;
  ctx.lineWidth = theme.isHighContrast ? 2 : 1;
  ctx.strokeRect(Math.round(x0) + 0.5, 1.5, Math.max(2, Math.round(x1 - x0) - 1), geometry.bands.overviewHeight - 4);
}

/** Ticks of the ruler as [x, ns], leaving out folded stretches. */
function ticksOf(frame: Frame): { x: number; ns: number; step: number }[] {
  const { geometry, viewport, axis } = frame;
  const step = tickStep(viewport.to - viewport.from, geometry.plot, 90);
  const from = Math.max(0, axis.toNs(Math.max(0, viewport.from)));
  const to = Math.min(axis.endNs, axis.toNs(Math.min(axis.length, viewport.to)));
  const ticks: { x: number; ns: number; step: number }[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let ns = Math.ceil(from / step) * step; ns <= to && ticks.length < 200; ns += step) {
    const fold = axis.folds.find((f) => ns > f.fromNs && ns < f.toNs);
    if (fold !== undefined) {
      ns = Math.floor(fold.toNs / step) * step;
      continue;
    }
    const x = xOf(axis.toAxis(ns), geometry, viewport);
    if (x - last < 60) continue;
    last = x;
    ticks.push({ x, ns, step });
  }
  return ticks;
}

function paintRuler(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const { geometry, theme, summary } = frame;
  ctx.save();
  ctx.beginPath();
  ctx.rect(geometry.gutter, geometry.bands.rulerTop, geometry.plot, geometry.height);
  ctx.clip();
  ctx.font = `${theme.fontSize - 2}px ${theme.font}`;
  for (const { x, ns, step } of ticksOf(frame)) {
    ctx.fillStyle = theme.border;
    ctx.fillRect(Math.round(x), geometry.bands.rulerTop + geometry.bands.rulerHeight - 7, 1, 6);
    const text = formatTick(ns, step);
    // Half of a number is another number.
    if (x + 4 + ctx.measureText(text).width > geometry.width) continue;
    ctx.fillStyle = theme.description;
    ctx.fillText(text, Math.round(x) + 4, geometry.bands.rulerTop + geometry.bands.rulerHeight / 2);
  }
  for (const gap of summary?.gaps ?? []) {
    const x = xOf(frame.axis.toAxis(gap.ns), geometry, frame.viewport);
    ctx.fillStyle = theme.warning;
    ctx.fillText('▒', x - 4, geometry.bands.rulerTop + geometry.bands.rulerHeight / 2);
  }
  ctx.restore();
}

/** Light lines through the rows, below everything else. */
export function paintGrid(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const { geometry, theme } = frame;
  ctx.save();
  ctx.beginPath();
  ctx.rect(geometry.gutter, geometry.bands.header, geometry.plot, geometry.height);
  ctx.clip();
  ctx.fillStyle = theme.border;
  ctx.globalAlpha = theme.isHighContrast ? 0.35 : 0.35;
  for (const { x } of ticksOf(frame)) ctx.fillRect(Math.round(x), geometry.bands.header, 1, geometry.height);
  ctx.restore();
}

function paintStrips(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const { geometry, theme, strips, viewport, summary } = frame;
  if (strips === null) return;
  const { reply } = strips;
  const perAxis = geometry.plot / (viewport.to - viewport.from);
  const scale = ((strips.to - strips.from) / strips.width) * perAxis;
  const left = geometry.gutter + (strips.from - viewport.from) * perAxis;
  ctx.save();
  ctx.beginPath();
  ctx.rect(geometry.gutter, geometry.bands.lagTop, geometry.plot, geometry.bands.header - geometry.bands.lagTop);
  ctx.clip();
  const warn = summary?.lagWarnNs ?? 50e6;
  // Square root: 5 ms and 800 ms are both seen.
  const full = Math.max(warn * 4, reply.maxLag?.ns ?? 0);
  const lagHeight = geometry.bands.lagHeight - 5;
  const normal = new Path2D();
  const blocked = new Path2D();
  const running = new Path2D();
  const native = new Path2D();
  const cpuHeight = Math.max(0, geometry.bands.cpuHeight - 5);
  const cpuBase = geometry.bands.cpuTop + geometry.bands.cpuHeight - 2;
  const lagBase = geometry.bands.lagTop + geometry.bands.lagHeight - 2;
  let peakIo = 1;
  for (const n of reply.io) if (n > peakIo) peakIo = n;
  ctx.lineWidth = 1.2;
  const io = new Path2D();
  let open = false;
  for (let i = 0; i < strips.width; i++) {
    const x = left + i * scale;
    if (x > geometry.width || x + scale < geometry.gutter) continue;
    const lag = reply.lag[i] as number;
    if (lag > 0) {
      const h = Math.max(1, Math.sqrt(lag / full) * lagHeight);
      (lag > warn ? blocked : normal).rect(x, lagBase - h, scale + 0.3, h);
    }
    const r = (reply.running[i] as number) * cpuHeight;
    const n = (reply.native[i] as number) * cpuHeight;
    if (r > 0) running.rect(x, cpuBase - Math.max(0.75, r), scale + 0.3, Math.max(0.75, r));
    if (n > 0) native.rect(x, cpuBase - r - n, scale + 0.3, n);
    const y = cpuBase - ((reply.io[i] as number) / peakIo) * (cpuHeight - 1);
    if (open) io.lineTo(x, y);
    else io.moveTo(x, y);
    open = true;
  }
  ctx.fillStyle = theme.description;
  ctx.globalAlpha = 0.6;
  ctx.fill(normal);
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.states[STATE_READY] as string;
  ctx.fill(blocked);
  const pattern = theme.patterns[STATE_READY] ?? null;
  if (pattern !== null) {
    ctx.fillStyle = pattern;
    ctx.fill(blocked);
  }
  if (cpuHeight === 0) {
    ctx.restore();
    return;
  }
  ctx.fillStyle = theme.states[STATE_RUNNING] as string;
  ctx.fill(running);
  ctx.fillStyle = theme.states[STATE_NATIVE] as string;
  ctx.fill(native);
  ctx.strokeStyle = theme.states[STATE_IO] as string;
  ctx.globalAlpha = 0.9;
  ctx.stroke(io);
  ctx.restore();
}

function paintGutter(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const { theme, geometry, strips, summary, viewport, axis } = frame;
  const size = theme.fontSize - 2;
  const line = (top: number, height: number, name: string, detail: string): void => {
    ctx.font = `${size}px ${theme.font}`;
    ctx.fillStyle = theme.foreground;
    ctx.fillText(name, 10, top + height / 2);
    const used = ctx.measureText(name).width + 18;
    ctx.fillStyle = theme.description;
    ctx.fillText(fitText(ctx, detail, geometry.gutter - used - 6), used, top + height / 2);
  };
  const from = Math.max(0, axis.toNs(Math.max(0, viewport.from)));
  const to = Math.min(axis.endNs, axis.toNs(Math.min(axis.length, viewport.to)));
  line(geometry.bands.rulerTop, geometry.bands.rulerHeight, formatDuration(to - from), t('from {0}', formatDuration(from)));
  line(geometry.bands.findingsTop, geometry.bands.findingsHeight, t('Findings'), countsOf(summary?.findings ?? []));
  const max = strips?.reply.maxLag ?? null;
  line(
    geometry.bands.lagTop,
    geometry.bands.lagHeight,
    t('Loop lag'),
    max === null ? '' : t('max {0} {1}', formatDuration(max.ns), max.text),
  );
  let pool = 0;
  let io = 0;
  if (strips !== null) {
    for (const n of strips.reply.pool) if (n > pool) pool = n;
    for (const n of strips.reply.io) if (n > io) io = n;
  }
  if (geometry.bands.cpuHeight === 0) return;
  line(geometry.bands.cpuTop, geometry.bands.cpuHeight, t('CPU | I/O'), poolText(pool, summary?.poolSize ?? 4, io));
}

function countsOf(findings: readonly TimelineFinding[]): string {
  const { problems, hints } = partHints(findings);
  const counts = [
    ...(problems.length > 0 ? [String(problems.length)] : []),
    ...(hints.length > 0 ? [hints.length === 1 ? t('1 hint') : t('{0} hints', hints.length)] : []),
  ];
  return counts.join(', ') || t('none');
}

function poolText(pool: number, size: number, io: number): string {
  return pool > size
    ? t('pool max {0}/{1} +{2} queued  I/O max {3}', size, size, pool - size, io)
    : t('pool max {0}/{1}  I/O max {2}', pool, size, io);
}

function paintFindings(ctx: CanvasRenderingContext2D, frame: Frame): void {
  const { geometry, theme, summary, markers } = frame;
  if (summary === null) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(geometry.gutter, geometry.bands.findingsTop, geometry.plot, geometry.bands.findingsHeight);
  ctx.clip();
  for (const marker of markers) {
    const list = marker.findings.map((i) => summary.findings[i]).filter((f) => f !== undefined);
    const worst = list.find((f) => f.severity === 'error') ?? list.find((f) => f.severity === 'warning') ?? list[0];
    if (worst === undefined) continue;
    const selected = list.some((f) => f.id === frame.finding);
    paintMarker(
      ctx,
      theme,
      worst.kind,
      worst.severity,
      marker.x,
      geometry.bands.findingsTop + geometry.bands.findingsHeight / 2 - 0.5,
      6.5,
      selected,
    );
    if (list.length > 1) {
      ctx.font = `600 ${theme.fontSize - 3}px ${theme.font}`;
      ctx.fillStyle = theme.foreground;
      ctx.fillText(String(list.length), marker.x + 10, geometry.bands.findingsTop + geometry.bands.findingsHeight / 2);
    }
  }
  ctx.restore();
}
