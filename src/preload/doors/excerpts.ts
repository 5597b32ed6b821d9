/** The excerpt that Node prints above an uncaught error: file, line, the line's text, and a caret. */
import { fileURLToPath, readFileSync } from '../builtins.ts';
import { findSource, originalLine } from './sources.ts';

/** The excerpt as Node prints it, and a NUL. `column` is 0-based. */
export function formatExcerpt(name: string, line: number, text: string, column: number): string {
  const bytes = Buffer.from(text);
  let caret = '';
  // Node looks for tabs among the bytes, at the column's number.
  for (let i = 0; i < column; i++) caret += bytes[i] === 9 ? '\t' : ' ';
  return `${name}:${line}\n${text}\n${caret}^\n\0`;
}

const FRAME = /^ {4}at (?:.*\()?((?:node:|file:|[A-Za-z]:[\\/]|\/).*?):(\d+):(\d+)\)?$/m;

/** The excerpt for the innermost place that a corrected stack names; no text when it names none. */
export function excerptOfStack(stack: string): string {
  // V8 places what is thrown as a DOMException where it is thrown, not where it is made.
  const match = FRAME.exec(stack.replace(/^ {4}at new DOMException \(.*\n/m, ''));
  if (match === null) return '\0';
  const [, name, line, column] = match as unknown as [string, string, string, string];
  return formatExcerpt(name, Number(line), lineOf(name, Number(line)), Number(column) - 1);
}

function lineOf(name: string, line: number): string {
  const source = findSource(name);
  if (source !== undefined) return originalLine(source, line);
  try {
    const text = name.startsWith('node:')
      ? builtInText(name.slice('node:'.length))
      : readFileSync(name.startsWith('file:') ? fileURLToPath(name) : name, 'utf8');
    return text.split('\n')[line - 1] ?? '';
  } catch {
    return '';
  }
}

/** The text of a module of Node's own library. */
function builtInText(name: string): string {
  const { binding } = process as unknown as { binding(name: string): Readonly<Record<string, string | undefined>> };
  return binding('natives')[name] ?? '';
}
