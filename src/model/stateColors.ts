/**
 * The colours that the extension contributes (`contributes.colors` in package.json must list exactly these) and their defaults, used when the host gives
 * none. Chosen to differ under protanopia, deuteranopia and tritanopia, with at least 3:1 (high contrast: 4.5:1) against the background.
 */
export interface StateColor {
  readonly id: string;
  readonly description: string;
  readonly dark: string;
  readonly light: string;
  readonly highContrast: string;
  readonly highContrastLight: string;
}

/** How the host calls a colour in its pages, first of all: it replaces the first dot only. */
export function colorVariables(id: string): string[] {
  return [id.replace('.', '-'), id.replaceAll('.', '-')];
}

export const STATE_COLORS: readonly StateColor[] = [
  {
    id: 'interleave.state.running',
    description: 'Timeline: JavaScript of the task runs.',
    dark: '#1e6ce7',
    light: '#0f99e3',
    highContrast: '#4c9aff',
    highContrastLight: '#0f5fb8',
  },
  {
    id: 'interleave.state.native',
    description: 'Timeline: the task holds its thread outside of its own JavaScript (synchronous I/O, garbage collection).',
    dark: '#e5a3ea',
    light: '#6f319e',
    highContrast: '#f4c6f7',
    highContrastLight: '#4b0a6b',
  },
  {
    id: 'interleave.state.ready',
    description: 'Timeline: the task could run, and something else holds the thread.',
    dark: '#fff366',
    light: '#be8a0e',
    highContrast: '#fff366',
    highContrastLight: '#8a6d00',
  },
  {
    id: 'interleave.state.awaiting',
    description: 'Timeline: the task awaits something known.',
    dark: '#686a6f',
    light: '#7e8187',
    highContrast: '#a0a3a8',
    highContrastLight: '#5c5f64',
  },
  {
    id: 'interleave.state.locked',
    description: 'Timeline: the task waits for a lock.',
    dark: '#df3b1c',
    light: '#99441a',
    highContrast: '#ff6b4a',
    highContrastLight: '#7a0f0f',
  },
  {
    id: 'interleave.state.io',
    description: 'Timeline: the task waits for I/O.',
    dark: '#81f8d5',
    light: '#153c37',
    highContrast: '#81f8d5',
    highContrastLight: '#153c37',
  },
];
