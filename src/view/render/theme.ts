/** Colours and fonts of the editor, read once per theme change; and the patterns that say the same as the colours. */
import {
  STATE_AWAIT,
  STATE_IO,
  STATE_LOCK,
  STATE_MESSAGE,
  STATE_NATIVE,
  STATE_READY,
  STATE_RUNNING,
  STATE_TIMER,
  STATE_UNKNOWN,
} from '../../model/requests.ts';
import { STATE_COLORS, colorVariables } from '../../model/stateColors.ts';

export type ThemeKind = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

export interface Theme {
  readonly kind: ThemeKind;
  readonly isHighContrast: boolean;
  readonly background: string;
  readonly foreground: string;
  readonly description: string;
  readonly border: string;
  readonly focus: string;
  readonly header: string;
  readonly hover: string;
  readonly selection: string;
  readonly error: string;
  readonly warning: string;
  readonly info: string;
  readonly font: string;
  readonly fontSize: number;
  readonly mono: string;
  /** Fill by state. */
  readonly states: readonly string[];
  /** Black or white, whichever reads better on the state; '' if neither reaches 4.5:1. */
  readonly textOn: readonly string[];
  /** Pattern by state, null for plain. */
  readonly patterns: readonly (CanvasPattern | null)[];
  readonly reducedMotion: boolean;
}

const FALLBACK: Readonly<Record<ThemeKind, Readonly<Record<string, string>>>> = {
  dark: { bg: '#1f1f1f', fg: '#cccccc', desc: '#9d9d9d', border: '#3a3a3a', header: '#262627', hover: '#2a2d2e', selection: '#04395e' },
  light: { bg: '#ffffff', fg: '#3b3b3b', desc: '#616161', border: '#e0e0e0', header: '#f6f6f6', hover: '#f0f0f0', selection: '#d6ebff' },
  highContrast: {
    bg: '#000000',
    fg: '#ffffff',
    desc: '#ffffff',
    border: '#6fc3df',
    header: '#000000',
    hover: '#1a1a1a',
    selection: '#000000',
  },
  highContrastLight: {
    bg: '#ffffff',
    fg: '#292929',
    desc: '#292929',
    border: '#0f4a85',
    header: '#ffffff',
    hover: '#eeeeee',
    selection: '#ffffff',
  },
};

export function themeKind(classes: DOMTokenList): ThemeKind {
  if (classes.contains('vscode-high-contrast-light')) return 'highContrastLight';
  if (classes.contains('vscode-high-contrast')) return 'highContrast';
  return classes.contains('vscode-light') ? 'light' : 'dark';
}

/** Reads the editor's colours from the page. */
export function readTheme(body: HTMLElement): Theme {
  const style = getComputedStyle(body);
  const kind = themeKind(body.classList);
  const fallback = FALLBACK[kind];
  const read = (names: readonly string[], otherwise: string): string => {
    for (const name of names) {
      const value = style.getPropertyValue(`--vscode-${name}`).trim();
      if (value !== '' && value !== 'transparent') return value;
    }
    return otherwise;
  };
  const isHighContrast = kind === 'highContrast' || kind === 'highContrastLight';
  const byId = new Map(STATE_COLORS.map((c) => [c.id, read(colorVariables(c.id), c[kind])]));
  const of = (name: string): string => byId.get(`interleave.state.${name}`) ?? '#888888';
  const states: string[] = [];
  states[0] = 'transparent';
  states[STATE_RUNNING] = of('running');
  states[STATE_NATIVE] = of('native');
  states[STATE_READY] = of('ready');
  states[STATE_AWAIT] = states[STATE_TIMER] = states[STATE_MESSAGE] = of('awaiting');
  states[STATE_LOCK] = of('locked');
  states[STATE_IO] = of('io');
  states[STATE_UNKNOWN] = read(['descriptionForeground'], fallback['desc']!);
  const background = read(['panel-background', 'editor-background'], fallback['bg']!);
  const ink = kind === 'light' || kind === 'highContrastLight' ? 'rgba(255,255,255,0.85)' : 'rgba(0,0,0,0.72)';
  return {
    kind,
    isHighContrast,
    background,
    foreground: read(['foreground', 'editor-foreground'], fallback['fg']!),
    description: read(['descriptionForeground'], fallback['desc']!),
    border: isHighContrast
      ? read(['contrastBorder'], fallback['border']!)
      : read(['panel-border', 'editorGroup-border', 'widget-border'], fallback['border']!),
    focus: read(['focusBorder'], '#0078d4'),
    header: isHighContrast ? background : read(['sideBarSectionHeader-background', 'sideBar-background'], fallback['header']!),
    hover: read(['list-hoverBackground'], fallback['hover']!),
    selection: read(['list-inactiveSelectionBackground', 'list-activeSelectionBackground'], fallback['selection']!),
    error: read(['editorError-foreground', 'problemsErrorIcon-foreground'], '#f14c4c'),
    warning: read(['editorWarning-foreground', 'problemsWarningIcon-foreground'], '#cca700'),
    info: read(['editorInfo-foreground', 'problemsInfoIcon-foreground'], '#3794ff'),
    font: read(['font-family'], 'system-ui, sans-serif'),
    fontSize: Number.parseFloat(read(['font-size'], '13px')) || 13,
    mono: read(['editor-font-family'], 'monospace'),
    states,
    textOn: states.map((color) => readableOn(color)),
    patterns: states.map((_, state) => makePattern(state, ink, isHighContrast, background)),
    reducedMotion: body.classList.contains('vscode-reduce-motion') || matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
}

let probe: CanvasRenderingContext2D | null = null;

/** [r, g, b] of a CSS colour, 0..255. */
export function rgbOf(color: string): readonly [number, number, number] {
  probe ??= new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true }) as unknown as CanvasRenderingContext2D;
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = color;
  probe.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = probe.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
}

/** Relative luminance, WCAG. */
export function luminance([r, g, b]: readonly [number, number, number]): number {
  const part = (value: number): number => {
    const v = value / 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
}

function readableOn(color: string): string {
  if (color === 'transparent') return '';
  const l = luminance(rgbOf(color));
  const onWhite = 1.05 / (l + 0.05);
  const onBlack = (l + 0.05) / 0.05;
  if (Math.max(onWhite, onBlack) < 4.5) return '';
  return onWhite >= 4.5 ? '#ffffff' : '#000000';
}

/** Fine lines over the fill of a state; bolder where patterns are all there is. */
function makePattern(state: number, ink: string, isHighContrast: boolean, background: string): CanvasPattern | null {
  const size = isHighContrast ? 8 : 6;
  const canvas = new OffscreenCanvas(size, size);
  const ctx = canvas.getContext('2d');
  if (ctx === null) return null;
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1;
  ctx.globalAlpha = isHighContrast ? 0.9 : 0.5;
  ctx.beginPath();
  switch (state) {
    case STATE_NATIVE:
      for (const x of isHighContrast ? [2, 6] : [1.5, 4.5]) {
        ctx.moveTo(x, 0);
        ctx.lineTo(x, size);
      }
      break;
    case STATE_LOCK:
      ctx.moveTo(0, size);
      ctx.lineTo(size, 0);
      ctx.moveTo(0, 0);
      ctx.lineTo(size, size);
      break;
    case STATE_READY:
      ctx.moveTo(-1, size + 1);
      ctx.lineTo(size + 1, -1);
      ctx.moveTo(-1, 1);
      ctx.lineTo(1, -1);
      ctx.moveTo(size - 1, size + 1);
      ctx.lineTo(size + 1, size - 1);
      break;
    case STATE_UNKNOWN:
      // Dashes: what is not known is not drawn as a whole.
      ctx.globalAlpha = 1;
      ctx.fillStyle = background;
      ctx.fillRect(size - 2, 0, 2, size);
      break;
    default:
      return null;
  }
  ctx.stroke();
  return ctx.createPattern(canvas, 'repeat');
}

/** A quiet colour that stays the same for a name. */
export function identityColor(name: string, kind: ThemeKind): string {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  const hue = [212, 158, 32, 282, 340, 96, 186, 256][(hash >>> 3) & 7] as number;
  if (kind === 'dark') return `hsl(${hue} 38% 40%)`;
  if (kind === 'light') return `hsl(${hue} 52% 78%)`;
  return kind === 'highContrast' ? `hsl(${hue} 60% 30%)` : `hsl(${hue} 70% 85%)`;
}
