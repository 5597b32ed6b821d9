/**
 * `this.items.push is not a function`: V8 takes the name of what was called from the text that it has, where a probe may stand for the receiver. The message is
 * corrected while the stack of the error is first made; a program that reads the message and never the stack sees V8's.
 */
import { type TransformedSource, originalText, transformedLine } from './sources.ts';

const PROBE = /\$il\w*\.[gh]\(\.\.\.\)/;
const PROBE_CALLS = /\$il\w*\.[gh]\(/g;
/** Names, properties, calls and simple keys: what V8 prints as it is. For anything else it has words of its own. */
const PLAIN = /^(?:this|[\w$]+)(?:\??\.#?[\w$]+|\(\.\.\.\)|\[[\w$]+\])*$/;

/** Corrects the message of `error`, which was thrown for the call at `line` and `column` (1-based) of the transformed code. */
export function correctMessage(error: unknown, source: TransformedSource, line: number, column: number): void {
  if (typeof error !== 'object' || error === null) return;
  const descriptor = Object.getOwnPropertyDescriptor(error, 'message');
  const message: unknown = descriptor?.value;
  if (typeof message !== 'string' || descriptor?.configurable !== true || !PROBE.test(message)) return;
  const receiver = receiverBefore(source, line, column - 1);
  if (receiver !== '') Object.defineProperty(error, 'message', { ...descriptor, value: message.replace(PROBE, () => receiver) });
}

/** The receiver in the probe that ends before the method's name, as V8 would print it; '' when it is not on this line. */
function receiverBefore(source: TransformedSource, line: number, name: number): string {
  const { start, text } = transformedLine(source, line);
  const calls = [...text.slice(0, name).matchAll(PROBE_CALLS)].toReversed();
  for (const call of calls) {
    const open = call.index + call[0].length - 1;
    const { end, commas } = matching(text, open);
    const between = text.slice(end + 1, name);
    if (end < 0 || (between !== '.' && between !== '?.')) continue;
    const [first, second] = commas;
    return first === undefined || second === undefined ? '' : printed(originalText(source, start + first + 1, start + second).trim());
  }
  return '';
}

function printed(text: string): string {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '(') result += text[i] as string;
    else {
      const { end } = matching(text, i);
      if (end < 0) return '(intermediate value)';
      result += '(...)';
      i = end;
    }
  }
  const simple = result.replaceAll(/\s+/g, '').replaceAll(/\[(['"])([A-Za-z_$][\w$]*)\1\]/g, '.$2');
  return PLAIN.test(simple) ? simple : '(intermediate value)';
}

/** Where the bracket at `open` closes (-1: not in this text), and the commas directly within it. */
function matching(text: string, open: number): { readonly end: number; readonly commas: readonly number[] } {
  const commas: number[] = [];
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const char = text[i] as string;
    if (char === "'" || char === '"' || char === '`') {
      for (i++; i < text.length && text[i] !== char; i++) if (text[i] === '\\') i++;
    } else if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') {
      if (--depth === 0) return { end: i, commas };
    } else if (char === ',' && depth === 1) commas.push(i);
  }
  return { end: -1, commas };
}
