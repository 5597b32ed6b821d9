/**
 * The transformed files of this thread: enough of each to answer for its original text (stacks, Function.prototype.toString).
 * Insertions only ever add text, so positions map by skipping them.
 */

import { apply, safeMap, safeWeakMap } from '../builtins.ts';

/** One transformed file. */
export interface TransformedSource {
  /** The name V8 knows the script by: a path, or a file: URL for ES modules. */
  readonly name: string;
  readonly code: string;
  /** Pairs, ascending: offset in `code`, length. */
  readonly insertions: Int32Array;
  /** First number of its sites, and the first that is not its own. */
  readonly base: number;
  readonly end: number;
  /** Whether the source that was loaded names a source map of its own. */
  readonly hasMap: boolean;
  /** What the options of `vm` add to all lines, and to the columns of the first one. */
  readonly lineOffset?: number;
  readonly columnOffset?: number;
}

const byName = safeMap<string, TransformedSource>();
const all: TransformedSource[] = [];
let fetchMore: () => void = () => {};

/** `work` brings in sources that were transformed elsewhere (the hooks thread); called when a name is not known. */
export function setSourceFetcher(work: () => void): void {
  fetchMore = work;
}

export function addSource(source: TransformedSource): void {
  byName.set(source.name, source);
  all.push(source);
}

/** The transformed file that V8 calls `name`, or undefined. A file that was loaded several times answers with the newest. */
export function findSource(name: string): TransformedSource | undefined {
  const known = byName.get(name);
  if (known !== undefined) return known;
  fetchMore();
  return byName.get(name);
}

export function allSources(): readonly TransformedSource[] {
  fetchMore();
  return all;
}

/** The source that owns site `site`, or undefined. */
export function sourceOfSite(site: number): TransformedSource | undefined {
  let found = search(site);
  if (found === undefined) {
    fetchMore();
    found = search(site);
  }
  return found;
}

function search(site: number): TransformedSource | undefined {
  for (let i = all.length - 1; i >= 0; i--) {
    const source = all[i] as TransformedSource;
    if (site >= source.base && site < source.end) return source;
  }
  return undefined;
}

/** Index of the first insertion pair that ends after `offset`. */
function firstAfter(insertions: Int32Array, offset: number): number {
  let low = 0;
  let high = insertions.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((insertions[middle * 2] as number) + (insertions[middle * 2 + 1] as number) <= offset) low = middle + 1;
    else high = middle;
  }
  return low * 2;
}

/** The text of [from, to) of the transformed code without what was inserted. */
export function originalText(source: TransformedSource, from: number, to: number): string {
  const { code, insertions } = source;
  let text = '';
  let at = from;
  for (let i = firstAfter(insertions, from); i < insertions.length; i += 2) {
    const start = insertions[i] as number;
    if (start >= to) break;
    if (start > at) text += code.slice(at, start);
    at = start + (insertions[i + 1] as number);
  }
  return at < to ? text + code.slice(at, to) : text;
}

/** Offset of the start of the line that V8 numbers `line`, in the transformed code; -1 when there is no such line. */
function lineStart(source: TransformedSource, line: number): number {
  let starts = lineStarts.get(source);
  if (starts === undefined) {
    starts = startsOf(source.code);
    lineStarts.set(source, starts);
  }
  return starts[line - 1 - (source.lineOffset ?? 0)] ?? -1;
}
const lineStarts = safeWeakMap<TransformedSource, number[]>();

const { indexOf } = String.prototype;
const exec = RegExp.prototype.exec;
const OTHER_BREAKS = ['\r', '\u2028', '\u2029'];

/** Where lines start. By an expression only where there are other breaks than usual: see `PROBE` in stacks.ts. */
function startsOf(code: string): number[] {
  const starts = [0];
  const find = (text: string, from: number): number => apply(indexOf, code, [text, from]) as number;
  let isUsual = true;
  for (let i = 0; i < OTHER_BREAKS.length; i++) isUsual &&= find(OTHER_BREAKS[i] as string, 0) < 0;
  if (isUsual) {
    for (let at = find('\n', 0); at >= 0; at = find('\n', at + 1)) starts[starts.length] = at + 1;
    return starts;
  }
  const breaks = /\r\n|[\n\r\u2028\u2029]/g;
  const next = (): RegExpExecArray | null => apply(exec, breaks, [code]) as RegExpExecArray | null;
  for (let match = next(); match !== null; match = next()) starts[starts.length] = match.index + match[0].length;
  return starts;
}

/** The 1-based column in the loaded source for a 1-based position in the transformed code. Lines are the same. */
export function originalColumn(source: TransformedSource, line: number, column: number): number {
  const start = lineStart(source, line);
  if (start < 0 || column < 1) return column;
  const offset = start + column - 1 - (start === 0 ? (source.columnOffset ?? 0) : 0);
  let removed = 0;
  const { insertions } = source;
  for (let i = firstAfter(insertions, start); i < insertions.length; i += 2) {
    const at = insertions[i] as number;
    if (at >= offset) break;
    const length = insertions[i + 1] as number;
    if (offset < at + length) return column - removed - (offset - at) + besideTemporary(source, i);
    removed += length;
  }
  return column - removed + afterReceiver(source, offset);
}

const TEMPORARY = /\$il(?:vm|\d*)t\b/;
const STEPS = /(?:\s*\.\s*#?[\w$]+|\[[^[\]]*\])*\s*$/;
const LAST_STEP = /(?:#?[\w$]+|\[[^[\]]*\])\s*$/;
const PATH_AHEAD = /^[\w$]+(?:\s*\.\s*#?[\w$]+|\[[^[\]]*\])*(?=\s*\.\s*#?[\w$]|\[)/;

/** V8 places what fails in `a.b.c += 1` at `b`, the last step before; the object may stand between `$ilt=` and `,"c",$ilt` then. The distance from the insertion. */
function besideTemporary(source: TransformedSource, pair: number): number {
  const { code, insertions } = source;
  const at = insertions[pair] as number;
  const end = at + (insertions[pair + 1] as number);
  const inserted = code.slice(at, end);
  if (!TEMPORARY.test(inserted)) return 0;
  if (inserted[0] === ',') return -lengthOfMatch(LAST_STEP, code.slice(Math.max(0, at - RECEIVER_LENGTH), at));
  const object = PATH_AHEAD.exec(originalText(source, end, end + RECEIVER_LENGTH))?.[0] ?? '';
  return object.length - lengthOfMatch(LAST_STEP, object);
}

function lengthOfMatch(pattern: RegExp, text: string): number {
  return pattern.exec(text)?.[0].length ?? 0;
}

/** So much text in front of a property tells whether it belongs to a call. */
const RECEIVER_LENGTH = 300;
const PATH =
  /(?:^|[^\w$.#\s]|\.\.\.|\n|\b(?:await|return|throw|typeof|void|yield|delete|in|of|new|case|extends|else|do))\s*[\w$]+(?:\s*\.\s*#?[\w$]+|\[[^[\]]*\])*\s*$/;

/** These V8 places at the dot. */
const PRIVATE_UPDATE = /^#[\w$]+\s*(?:\+\+|--|(?:[-+*/%&|^]|\*\*|&&|\|\||\?\?|<<|>>>?)=)/;

/** V8 places `a.b.c` at its last name and, once the path has a call in it, `f().c` at its dot. A probe is a call: where there was none, the distance to the name. */
function afterReceiver(source: TransformedSource, offset: number): number {
  const { code } = source;
  if (code[offset] !== '.' || code[offset - 1] === '?') return 0;
  const receiver = originalText(source, offset > RECEIVER_LENGTH ? offset - RECEIVER_LENGTH : 0, offset);
  if (!PATH.test(receiver) && !isParenthesised(receiver.replace(STEPS, ''))) return 0;
  let name = offset + 1;
  while (isSpace(code[name])) name++;
  return PRIVATE_UPDATE.test(code.slice(name, name + RECEIVER_LENGTH)) ? 0 : name - offset;
}

function isSpace(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}

const BEFORE_GROUP = /(?:^|[^\w$)\]\s]|\b(?:await|return|throw|typeof|void|yield|delete|in|of|case))\s*$/;

/** Whether the text ends with an expression in parentheses, not with a call. */
function isParenthesised(text: string): boolean {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    const char = text[i];
    if (char === ')') depth++;
    else if (char === '(' && --depth === 0) return BEFORE_GROUP.test(text.slice(0, i));
    else if (depth === 0 && !isSpace(char)) return false;
  }
  return false;
}

/** The offset in the loaded source for an offset in the transformed code. */
export function originalOffset(source: TransformedSource, offset: number): number {
  let removed = 0;
  const { insertions } = source;
  for (let i = 0; i < insertions.length; i += 2) {
    const at = insertions[i] as number;
    if (at >= offset) break;
    removed += Math.min(insertions[i + 1] as number, offset - at);
  }
  return offset - removed;
}

/** A 1-based line of the transformed code with its break, and where it starts. */
export function transformedLine(source: TransformedSource, line: number): { readonly start: number; readonly text: string } {
  const start = lineStart(source, line);
  if (start < 0) return { start: 0, text: '' };
  const next = lineStart(source, line + 1);
  return { start, text: source.code.slice(start, next < 0 ? source.code.length : next) };
}

/** The loaded source's 1-based line without its break, '' when there is none. */
export function originalLine(source: TransformedSource, line: number): string {
  const start = lineStart(source, line);
  if (start < 0) return '';
  const next = lineStart(source, line + 1);
  return originalText(source, start, next < 0 ? source.code.length : next).replace(/[\r\n\u2028\u2029]+$/, '');
}
