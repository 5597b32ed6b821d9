/**
 * `this.items.push is not a function`: V8 takes what was called, iterated or destructured from the text that it has, where a probe may stand for a part of it. The
 * message is corrected while the stack of the error is first made, which is at the latest when code that was transformed catches it (`readyToBeRead`). Only a library
 * that reads the message first, and never the stack, sees V8's.
 */
import { types } from 'node:util';
import { apply } from '../builtins.ts';
import { type TransformedSource, originalOffset, originalText, transformedLine } from './sources.ts';

const includes = String.prototype.includes;
const getOwnPropertyDescriptor = Object.getOwnPropertyDescriptor;
const defineProperty = Object.defineProperty;
const { isNativeError } = types;

const NOT_CALLABLE = /^[^]*\$il[^]*? (is not a (?:function|constructor))$/;
const NOT_ITERABLE =
  /^[^]*\$il[^]*? is not (?:a function or its return value is not )?((?:async )?iterable)( \(cannot read property .*\))?$/;
const NO_OBJECT = /^(Cannot destructure (?:property '[^']*' of )?')[^]*\$il[^]*(' as it is (?:undefined|null)\.)$/;

/** So much text in front of the place can belong to the expression, so much behind it to what is destructured. */
const TEXT_BEFORE = 2000;
const TEXT_AFTER = 2000;
const SOMETHING = '(intermediate value)';

/** Before the program reads the message of what it has caught: the stack is made, and the message corrected with it. Returns what is given. */
export function readyToBeRead<T>(caught: T): T {
  if (typeof caught !== 'object' || caught === null || !isNativeError(caught)) return caught;
  const message: unknown = getOwnPropertyDescriptor(caught, 'message')?.value;
  if (typeof message === 'string' && (apply(includes, message, ['$il']) as boolean)) void caught.stack;
  return caught;
}

/** Corrects the message of `error`, which was thrown at `line` and `column` (1-based) of the transformed code. */
export function correctMessage(error: unknown, source: TransformedSource, line: number, column: number): void {
  if (typeof error !== 'object' || error === null) return;
  const descriptor = getOwnPropertyDescriptor(error, 'message');
  const message: unknown = descriptor?.value;
  if (typeof message !== 'string' || descriptor?.configurable !== true || !(apply(includes, message, ['$il']) as boolean)) return;
  const offset = transformedLine(source, line).start + column - 1;
  const from = Math.max(0, offset - TEXT_BEFORE);
  const text = originalText(source, from, Math.min(source.code.length, offset + TEXT_AFTER));
  const right = rewrite(message, text, originalOffset(source, offset) - originalOffset(source, from));
  if (right !== undefined) defineProperty(error, 'message', { ...descriptor, value: right });
}

function rewrite(message: string, text: string, at: number): string | undefined {
  const callable = NOT_CALLABLE.exec(message);
  if (callable !== null && /^new\b/.test(text.slice(at))) return `${constructed(text, at)} ${callable[1]}`;
  if (callable !== null) return `${expressionAt(text, at).printed} ${callable[1]}`;
  const iterable = NOT_ITERABLE.exec(message);
  if (iterable !== null) {
    if (iterable[2] !== undefined) return `${spread(text, at)} is not ${iterable[1]}${iterable[2]}`;
    const { printed, end } = expressionAt(text, at);
    const isCall = /^\s*\(/.test(text.slice(end));
    const isAsync = iterable[1]?.startsWith('async') === true;
    return `${printed}${isCall && isAsync ? '(...)' : ''} is not ${isCall ? 'a function or its return value is not ' : ''}${iterable[1]}`;
  }
  const object = NO_OBJECT.exec(message);
  return object === null ? undefined : `${object[1]}${destructured(text, at)}${object[2]}`;
}

const NAME = /^\??\.?\s*#?[\w$]+/;

/** The expression that V8 places at `at`: at its last name (or the dot before it), or at the bracket of a call of what stands before. */
function expressionAt(text: string, at: number): { readonly printed: string; readonly end: number } {
  const name = NAME.exec(text.slice(at));
  const end = name === null ? withoutOptional(text, at) : at + name[0].length;
  return { printed: readBack(text, end).printed, end };
}

/** `f?.()` has its place at the bracket. */
function withoutOptional(text: string, end: number): number {
  return text.slice(0, end).endsWith('?.') ? end - 2 : end;
}

/** A name of a path, or a template that is its argument. */
const PART = /^\s*(?:\.\s*#?[\w$]+|`(?:[^`\\]|\\[^])*`)/;

/** What is constructed by the `new` at `at`: all behind it up to the arguments. */
function constructed(text: string, at: number): string {
  const from = at + (/^new\s*/.exec(text.slice(at))?.[0].length ?? 0);
  let end = text[from] === '(' ? endOfPart(text, from + 1) + 1 : from + (/^[\w$]*/.exec(text.slice(from))?.[0].length ?? 0);
  for (;;) {
    const part = PART.exec(text.slice(end));
    if (part !== null) end += part[0].length;
    else if (/^\s*\[/.test(text.slice(end))) end = endOfPart(text, text.indexOf('[', end) + 1) + 1;
    else break;
  }
  const callee = text.slice(from, end);
  return readBack(callee, callee.length).printed;
}

/** The argument that is spread in the call at `at`. */
function spread(text: string, at: number): string {
  const from = text.indexOf('...', text.indexOf('(', at)) + '...'.length;
  const value = text.slice(from, endOfPart(text, from, true)).trimEnd();
  return readBack(value, value.length).printed;
}

/** What the pattern around `at` is taken from, as V8 would print it. */
function destructured(text: string, at: number): string {
  const close = endOfPart(text, at);
  const start = /^[}\]]\s*=\s*(?=[^=>\s])/.exec(text.slice(close));
  if (start === null) return SOMETHING;
  const from = close + start[0].length;
  const value = text.slice(from, endOfPart(text, from, true)).trimEnd();
  const { printed, start: head } = readBack(value, value.length);
  return head === 0 ? printed : SOMETHING;
}

/** Where the part at `from` ends: at a bracket that closes what is around it or, if it is one item, at a comma, a semicolon or the end of its statement. */
function endOfPart(text: string, from: number, isItem = false): number {
  const isEnd = (i: number): boolean => /[,;]/.test(text[i] as string) || (text[i] === '\n' && !/^\s*[.?([]/.test(text.slice(i)));
  return scan(text, from, (i) => isItem && isEnd(i));
}

/** Goes on from `from` until `isEnd` is true of a character that is in no bracket and no string, or a bracket closes that was not opened. */
function scan(text: string, from: number, isEnd: (i: number) => boolean): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const char = text[i] as string;
    if (char === "'" || char === '"' || char === '`') i = endOfString(text, i);
    else if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') {
      if (--depth < 0) return i;
    } else if (depth === 0 && isEnd(i)) return i;
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== text[start]) i += text[i] === '\\' ? 2 : 1;
  return i;
}

/** A name, and the dot in front of it that is none of a spread. */
const LAST_NAME = /((?<!\.)\.|\?\.)?\s*(#?[\w$]+)$/;
const OPENER: Readonly<Record<string, string>> = { ')': '(', ']': '[' };
/** Words that stand before an expression and are no part of it. */
const WORD = /^(?:await|return|throw|typeof|void|yield|delete|in|of|case|else|do|instanceof|extends|default)$/;

interface Read {
  readonly printed: string;
  /** Where the expression starts. */
  readonly start: number;
}

/** The path that ends at `end`, as V8 prints it: names as they are, arguments as dots, and words for what is neither. */
function readBack(text: string, end: number): Read {
  let rest = '';
  let at = skipSpace(text, end);
  for (;;) {
    const last = text[at - 1] ?? '';
    if (last === '`') {
      rest = `(...)${rest}`;
      at = skipSpace(text, openerOfString(text, at - 1));
      continue;
    }
    if (last === ')' || last === ']') {
      const open = openerBefore(text, at - 1, OPENER[last] as string);
      const isOptional = /\?\.\s*$/.test(text.slice(0, open));
      const before = skipSpace(text, isOptional ? text.lastIndexOf('?.', open) : open);
      if (open < 0) return { printed: SOMETHING + rest, start: 0 };
      const inner = text.slice(open + 1, at - 1).trim();
      if (!endsValue(text, before)) return { printed: (last === ')' ? printInner(inner) : SOMETHING) + rest, start: open };
      rest = (last === ')' ? '(...)' : printKey(inner, isOptional)) + rest;
      at = before;
      continue;
    }
    const name = LAST_NAME.exec(text.slice(0, at));
    if (name === null) return { printed: SOMETHING + rest, start: at };
    const [all, dot, word] = name as unknown as [string, string | undefined, string];
    const start = at - all.length;
    // `new (class {})().zip`
    if (dot === undefined && word === 'new') return { printed: SOMETHING + rest.replace(/^(?:\(\.\.\.\))+/, ''), start };
    if (dot === undefined) {
      const isNew = rest.includes('(...)') && /\bnew\s+$/.test(text.slice(0, at - word.length));
      return {
        printed: isNew || word === 'super' ? SOMETHING + rest.replace(isNew ? /^.*?\(\.\.\.\)/ : '', '') : word + rest,
        start: at - word.length,
      };
    }
    rest = dot + word + rest;
    at = skipSpace(text, start);
  }
}

function skipSpace(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1] as string)) at--;
  return at;
}

/** Whether what ends at `end` is a value that brackets behind it are applied to. */
function endsValue(text: string, end: number): boolean {
  const word = /[\w$]+$/.exec(text.slice(0, end))?.[0];
  return word === undefined ? /[)\]'"`]$/.test(text.slice(0, end)) : !WORD.test(word);
}

function openerOfString(text: string, close: number): number {
  let i = close - 1;
  while (i > 0 && (text[i] !== text[close] || text[i - 1] === '\\')) i--;
  return Math.max(0, i);
}

function openerBefore(text: string, close: number, opener: string): number {
  const closer = text[close];
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    const char = text[i] as string;
    if (char === closer) depth++;
    else if (char === opener && --depth === 0) return i;
    else if (char === "'" || char === '"' || char === '`') i = openerOfString(text, i);
  }
  return -1;
}

/** In the order in which they bind, loosest first. */
const OPERATORS = [',', '??', '||', '&&'];

/** The parts of an expression between one operator. */
function operands(text: string, operator: string): string[] {
  const parts: string[] = [];
  let from = 0;
  scan(text, 0, (i) => {
    if (text.startsWith(operator, i)) {
      parts.push(text.slice(from, i).trim());
      from = i + operator.length;
    }
    return false;
  });
  return [...parts, text.slice(from).trim()];
}

function printInner(inner: string): string {
  for (const operator of OPERATORS) {
    const parts = operands(inner, operator);
    if (parts.length > 1) return `(${parts.map(printInner).join(operator === ',' ? ' , ' : ` ${operator} `)})`;
  }
  const { printed, start } = readBack(inner, inner.length);
  return start === 0 ? printed : SOMETHING;
}

function printKey(key: string, isOptional: boolean): string {
  const dots = isOptional ? '?.' : '';
  const name = /^(['"])(.*)\1$/.exec(key);
  if (name !== null) return `${isOptional ? '?.' : '.'}${name[2]}`;
  return `${dots}[${/^\d+$/.test(key) ? key : printInner(key)}]`;
}
