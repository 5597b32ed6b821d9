/**
 * `assert(x)` and `assert.ok(x)` print the source of the call that failed. Node looks for it where V8 says that the call is: in the text that V8 has (Node ≥ 22) or
 * in the file (before). Neither is right for transformed code, so the message is corrected while the stack of the error is first made.
 */
import type Assert from 'node:assert';
import { NODE_MAJOR } from '../builtins.ts';
import { type TransformedSource, originalOffset, originalText, transformedLine } from './sources.ts';

const getOwnPropertyDescriptor = Object.getOwnPropertyDescriptor;

const PREFIX = 'The expression evaluated to a falsy value:\n\n  ';
/** Older versions read the file; they parse what they find and indent its lines anew. */
const READS_FILES = NODE_MAJOR < 22;

interface AssertionLike {
  readonly message: string;
  readonly actual: unknown;
}

function ownValue(object: object, key: string): unknown {
  return getOwnPropertyDescriptor(object, key)?.value as unknown;
}

/** Whether this is the error of a failed `assert.ok` whose message Node has made. */
function isGenerated(error: unknown): error is AssertionLike {
  if (typeof error !== 'object' || error === null || ownValue(error, 'code') !== 'ERR_ASSERTION') return false;
  if (ownValue(error, 'operator') !== '==' || ownValue(error, 'expected') !== true) return false;
  const message = ownValue(error, 'message');
  return typeof message === 'string' && (message.startsWith(PREFIX) || message.endsWith(' == true'));
}

let busy = false;

/** Corrects the message of `error`, which was thrown for the call at `line` and `column` of the transformed code. */
export function correctAssertion(error: unknown, source: TransformedSource, line: number, column: number): void {
  if (busy || !isGenerated(error)) return;
  busy = true;
  try {
    const message = READS_FILES ? quoteFile(error, source, line, column) : withoutProbes(error.message, source, line, column);
    if (message !== '') Object.defineProperty(error, 'message', { value: message });
  } finally {
    busy = false;
  }
}

/** What Node quotes of V8's text, without what was inserted. */
function withoutProbes(message: string, source: TransformedSource, line: number, column: number): string {
  if (!message.startsWith(PREFIX)) return '';
  const quoted = message.slice(PREFIX.length, -1);
  const { start, text } = transformedLine(source, line);
  const at = text.lastIndexOf(quoted, column - 1);
  return at < 0 ? '' : `${PREFIX}${originalText(source, start + at, start + at + quoted.length)}\n`;
}

/** What Node would quote of the file, had it known the place. */
function quoteFile(error: AssertionLike, source: TransformedSource, line: number, column: number): string {
  const text = originalText(source, 0, source.code.length);
  const at = originalOffset(source, transformedLine(source, line).start + column - 1);
  const start = startOfCallee(text, at);
  const end = endOfCall(text, at);
  if (end < 0) return '';
  const call = text.slice(start, end);
  if (/\bawait\b/.test(call)) {
    // That is no expression to Node's parser, and it falls back to the value.
    const { AssertionError } = require('node:assert') as typeof Assert;
    return new AssertionError({ actual: error.actual, expected: true, operator: '==' }).message;
  }
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const [first, ...rest] = call.replaceAll('\r\n', '\n').split('\n');
  return `${PREFIX}${[first, ...rest.map((l) => `  ${withoutIndent(l, indent)}`)].join('\n')}\n`;
}

function withoutIndent(line: string, count: number): string {
  let from = 0;
  while (from < count && (line[from] === ' ' || line[from] === '\t')) from++;
  return line.slice(from);
}

/** V8 points at the last name of `assert.strict.ok(x)`. */
function startOfCallee(text: string, at: number): number {
  const path = /[\w$]+(?:\s*\.\s*[\w$]+)*\s*(?:\.\s*|\[\s*)$/.exec(text.slice(Math.max(0, at - 200), at));
  return path === null ? at : at - path[0].length;
}

/** Strings, comments, regular expressions where a value can start, and brackets. */
const TOKEN =
  /\/\/.*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"|(?<=[(,=:[!&|?{};+\-*%<>~^]\s*)\/(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*|[()`{}]/g;

/** Offset behind the call whose callee is at `at`, -1 when it has no end. */
function endOfCall(text: string, at: number): number {
  const pattern = new RegExp(TOKEN);
  /** Open brackets; a backtick is a template that goes on. */
  const open: string[] = [];
  pattern.lastIndex = at;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const token = match[0];
    if (token === '(' || token === '{') open.push(token);
    else if (token === '`') {
      const inside = skipTemplate(text, pattern.lastIndex);
      pattern.lastIndex = inside.end;
      if (inside.substitutes) open.push('`');
    } else if (token === ')' || token === '}') {
      const opened = open.pop();
      if (opened === '`') {
        const inside = skipTemplate(text, pattern.lastIndex);
        pattern.lastIndex = inside.end;
        if (inside.substitutes) open.push('`');
      } else if (opened === undefined) return -1;
      else if (token === ')' && open.length === 0) return pattern.lastIndex;
    }
  }
  return -1;
}

/** To the end of a template's text: its backtick, or the start of a substitution. */
function skipTemplate(text: string, from: number): { readonly end: number; readonly substitutes: boolean } {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '`') return { end: i + 1, substitutes: false };
    else if (text[i] === '$' && text[i + 1] === '{') return { end: i + 2, substitutes: true };
  }
  return { end: text.length, substitutes: false };
}
