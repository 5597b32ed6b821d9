/** Signs of findings: shape by kind, fill by severity. The same outlines are drawn on the canvas and, as SVG, in lists. */
import type { Theme } from './theme.ts';

interface Sign {
  /** Outline and what is inside it, as SVG paths in a box from -8 to 8. */
  readonly outline: string;
  readonly inside: string;
}

const CIRCLE = 'M7 0A7 7 0 1 1 -7 0A7 7 0 1 1 7 0Z';
const SIGNS: Readonly<Record<string, Sign>> = {
  diamond: { outline: 'M0 -7.5L7.5 0L0 7.5L-7.5 0Z', inside: '' },
  octagon: { outline: 'M-3 -7H3L7 -3V3L3 7H-3L-7 3V-3Z', inside: 'M-3 0H3' },
  arrows: { outline: CIRCLE, inside: 'M-2.5 3.5V-3.5L-4.5 -1.2M2.5 -3.5V3.5L4.5 1.2' },
  pause: { outline: CIRCLE, inside: 'M-2 -3V3M2 -3V3' },
  infinity: {
    outline: CIRCLE,
    inside: 'M0 0C-1.5 -2.6 -4.6 -2.2 -4.6 0C-4.6 2.2 -1.5 2.6 0 0C1.5 -2.6 4.6 -2.2 4.6 0C4.6 2.2 1.5 2.6 0 0Z',
  },
  bolt: { outline: 'M2 -8L-5.5 1.5H-0.5L-2 8L5.5 -1.5H0.5Z', inside: '' },
  circle: { outline: CIRCLE, inside: 'M0 -1V3.5M0 -3.6V-3.4' },
};

const SHAPES: readonly (readonly [pattern: RegExp, sign: string])[] = [
  [/^race\./, 'diamond'],
  [/^lock\.(order|permit)/, 'arrows'],
  [/^(deadlock\.|lock\.(self-deadlock|queue-self-wait))/, 'octagon'],
  [/^(loop\.|pool\.|lock\.(starvation|contention|held))/, 'pause'],
  [/^(hang\.|promise\.never-settles|lock\.not-released)/, 'infinity'],
  [/^promise\.(unhandled|late-handler|floating)/, 'bolt'],
];

export function signOf(kind: string): string {
  return SHAPES.find(([pattern]) => pattern.test(kind))?.[1] ?? 'circle';
}

export function severityColor(theme: Theme, severity: string): string {
  return severity === 'error' ? theme.error : severity === 'warning' ? theme.warning : theme.info;
}

const paths = new Map<string, Path2D>();
function pathOf(data: string): Path2D {
  let path = paths.get(data);
  if (path === undefined) paths.set(data, (path = new Path2D(data)));
  return path;
}

/** Draws a sign of radius r: errors filled, warnings half, the rest outlined. */
export function paintMarker(
  ctx: CanvasRenderingContext2D,
  theme: Theme,
  kind: string,
  severity: string,
  x: number,
  y: number,
  r: number,
  selected: boolean,
): void {
  const { outline, inside } = SIGNS[signOf(kind)] as Sign;
  const path = pathOf(outline);
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(r / 7, r / 7);
  ctx.lineWidth = 1.6;
  ctx.lineJoin = 'round';
  ctx.lineCap = 'round';
  ctx.strokeStyle = ctx.fillStyle = severityColor(theme, severity);
  if (severity === 'error') ctx.fill(path);
  else {
    ctx.save();
    ctx.fillStyle = theme.background;
    ctx.fill(path);
    ctx.restore();
    if (severity === 'warning') {
      ctx.save();
      ctx.clip(path);
      ctx.globalAlpha *= 0.45;
      ctx.fillRect(-8, 0, 16, 8);
      ctx.restore();
    }
  }
  ctx.stroke(path);
  if (inside !== '') {
    ctx.strokeStyle = severity === 'error' ? theme.background : severityColor(theme, severity);
    ctx.stroke(pathOf(inside));
  }
  if (selected) {
    ctx.strokeStyle = theme.focus;
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.arc(0, 0, 11, 0, 2 * Math.PI);
    ctx.stroke();
  }
  ctx.restore();
}

const SVG = 'http://www.w3.org/2000/svg';

/** The sign as an element, in the colour of its class. */
export function markerIcon(kind: string, severity: string): SVGSVGElement {
  const { outline, inside } = SIGNS[signOf(kind)] as Sign;
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '-9 -9 18 18');
  svg.setAttribute('class', 'glyph');
  svg.setAttribute('aria-hidden', 'true');
  const draw = (data: string, fill: string, stroke: string): void => {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', data);
    path.setAttribute('fill', fill);
    path.setAttribute('stroke', stroke);
    path.setAttribute('stroke-width', '1.6');
    path.setAttribute('stroke-linejoin', 'round');
    path.setAttribute('stroke-linecap', 'round');
    svg.append(path);
  };
  draw(outline, severity === 'error' ? 'currentColor' : 'none', 'currentColor');
  if (inside !== '') {
    draw(inside, 'none', severity === 'error' ? 'var(--vscode-panel-background, var(--vscode-editor-background))' : 'currentColor');
  }
  return svg;
}
