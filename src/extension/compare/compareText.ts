/** How texts and figures become parts of the page that compares two runs. Pure. */

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
/** Link to a place in the source as it was in one of the two runs. */
export type HrefOf = (place: Place, run: 'before' | 'after') => string;

export function duration(ns: number): string {
  if (ns < 1e6) return `${Math.round(ns / 1e3)} µs`;
  if (ns < 1e9) return `${ns < 1e7 ? (ns / 1e6).toFixed(1) : Math.round(ns / 1e6)} ms`;
  return ns < 60e9 ? `${(ns / 1e9).toFixed(2)} s` : `${Math.floor(ns / 60e9)} min ${Math.round((ns % 60e9) / 1e9)} s`;
}

/** `cart.js:12` */
export function shortPlace({ file, line }: Place): string {
  return `${file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)}:${line}`;
}

/** Prose in which code stands between backticks. */
export function code(text: string): string {
  return escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

export function escape(text: string): string {
  return text
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
