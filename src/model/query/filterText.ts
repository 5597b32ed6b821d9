/**
 * The words of the filter box: `term := [-] [key:]value | key>value`, terms joined by space (and), `|` (or), parentheses. Values are words, "quoted", or /patterns/.
 * A key that is not known is refused: silently taken for text, it would find nothing.
 */
import type { FilterProblem } from './filterProblem.ts';
import { STATE_AWAIT, STATE_IO, STATE_LOCK, STATE_MESSAGE, STATE_NAMES, STATE_TIMER, STATE_UNKNOWN } from '../requests.ts';

export type Operator = ':' | '>' | '<';

export type FilterNode =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly FilterNode[] }
  | { readonly kind: 'not'; readonly part: FilterNode }
  | {
      readonly kind: 'term';
      readonly key: FilterKey;
      readonly operator: Operator;
      readonly value: string;
      readonly pattern: RegExp | null;
      /** What `>` and `<` compare with: nanoseconds, or a number. */
      readonly limit: number;
      /** Of `time:`, nanoseconds. */
      readonly range: readonly [fromNs: number, toNs: number];
    };
export type Term = Extract<FilterNode, { kind: 'term' }>;

export interface Filter {
  /** Null: nothing is filtered. */
  readonly node: FilterNode | null;
  /** What was not understood. */
  readonly problem: FilterProblem | null;
}

/** What a key compares: `any` stands for a word without one. */
type KeyKind = 'text' | 'duration' | 'number' | 'word' | 'time';
const KEYS = {
  any: 'text',
  name: 'text',
  task: 'text',
  parent: 'text',
  file: 'text',
  line: 'number',
  site: 'text',
  state: 'word',
  cause: 'word',
  wait: 'duration',
  ready: 'duration',
  dur: 'duration',
  lock: 'text',
  holder: 'text',
  thread: 'text',
  pid: 'number',
  depth: 'number',
  finding: 'text',
  status: 'word',
  time: 'time',
} as const satisfies Readonly<Record<string, KeyKind>>;
export type FilterKey = keyof typeof KEYS;

/** Every key as it is begun, for completions and help; the view has words for them. */
export const FILTER_KEYS = [
  'name:',
  'parent:',
  'file:',
  'line:',
  'site:',
  'state:',
  'cause:',
  'status:',
  'wait>',
  'ready>',
  'dur>',
  'time:',
  'in:',
  'lock:',
  'holder:',
  'thread:',
  'pid:',
  'depth:',
  'finding:',
] as const;
export type FilterStart = (typeof FILTER_KEYS)[number];

/** Words that a key takes, where only some make sense. How a promise was settled is not recorded, so that there is no `status:rejected`. */
export const FILTER_WORDS: Readonly<Partial<Record<FilterKey, readonly string[]>>> = {
  state: STATE_NAMES.filter((name) => name !== ''),
  cause: ['timer', 'io', 'lock', 'message', 'promise', 'unknown'],
  status: ['pending', 'done'],
};
const MAX_PATTERN = 200;
const MAX_DEPTH = 20;

const isKey = (key: string): key is FilterKey => Object.hasOwn(KEYS, key) && key !== 'any';

/** A problem in a term, or in the whole. */
const trouble = (kind: FilterProblem['kind'], text = '', more = ''): FilterProblem => ({ kind, text, more });
const isProblem = (parsed: FilterNode | FilterProblem): parsed is FilterProblem => 'more' in parsed;

/** Parses a filter; an empty text filters nothing. */
export function parseFilter(text: string): Filter {
  const tokens = text.match(/\(|\)|\||-?(?:[a-z]+[:<>])?(?:"[^"]*"?|\/(?:[^/\\\n]|\\.)+\/|[^\s()|"]+)|-?[a-z]+[:<>]/gi) ?? [];
  let at = 0;
  let problem: FilterProblem | null = null;
  const parseOr = (depth: number): FilterNode | null => {
    const parts: FilterNode[] = [];
    for (;;) {
      const part = parseAnd(depth);
      if (part !== null) parts.push(part);
      if (tokens[at] !== '|') break;
      at++;
    }
    return parts.length > 1 ? { kind: 'or', parts } : (parts[0] ?? null);
  };
  const parseAnd = (depth: number): FilterNode | null => {
    const parts: FilterNode[] = [];
    while (at < tokens.length && tokens[at] !== '|' && tokens[at] !== ')') {
      const token = tokens[at++] as string;
      if (token === '(' && depth < MAX_DEPTH) {
        const inner = parseOr(depth + 1);
        if (tokens[at] === ')') at++;
        else problem ??= trouble('unclosed');
        if (inner !== null) parts.push(inner);
      } else {
        const term = parseTerm(token);
        if (isProblem(term)) problem ??= term;
        else parts.push(term);
      }
    }
    return parts.length > 1 ? { kind: 'and', parts } : (parts[0] ?? null);
  };
  const node = parseOr(0);
  if (at < tokens.length) problem ??= trouble('unopened');
  return { node, problem };
}

function parseTerm(token: string): FilterNode | FilterProblem {
  if (token.startsWith('-') && token.length > 1) {
    const part = parseTerm(token.slice(1));
    return isProblem(part) ? part : { kind: 'not', part };
  }
  const { name, sign, rest } = /^(?<name>[a-z]+)(?<sign>[:<>])(?<rest>.*)$/is.exec(token)?.groups ?? {};
  const key = name === undefined ? 'any' : name.toLowerCase();
  const operator = (sign ?? ':') as Operator;
  // The view puts the time of what is selected in its place.
  if (key === 'in') return trouble(rest?.toLowerCase() === 'selection' ? 'no-selection' : 'bad-word', token, 'in:selection');
  if (name !== undefined && !isKey(key)) return trouble('unknown-key', name, token);
  return parseValue(key as FilterKey, operator, rest ?? token);
}

function parseValue(key: FilterKey, operator: Operator, text: string): FilterNode | FilterProblem {
  const kind: KeyKind = KEYS[key];
  if (text === '') return trouble('no-value', `${key}${operator}`);
  let pattern: RegExp | null = null;
  if (text.length > 2 && text.startsWith('/') && text.endsWith('/') && kind === 'text') {
    if (text.length > MAX_PATTERN) return trouble('long-pattern');
    try {
      pattern = new RegExp(text.slice(1, -1), 'i');
    } catch {
      return trouble('bad-pattern', text);
    }
  }
  const value = text.replaceAll('"', '').toLowerCase();
  if (operator !== ':' && (kind === 'text' || kind === 'word')) return trouble('no-operator', key, operator);
  if (operator === ':' && kind === 'duration') return trouble('no-colon', key);
  const term = { kind: 'term', key, operator, value, pattern, limit: 0, range: [0, 0] } as const;
  if (kind === 'word') {
    const wrong = value.split(',').find((word) => !isWord(key, word));
    return wrong === undefined ? term : trouble('bad-word', `${key}:${wrong}`, (FILTER_WORDS[key] ?? []).join(', '));
  }
  if (kind === 'number') return /^\d+$/.test(value) ? { ...term, limit: Number(value) } : trouble('bad-number', value);
  if (kind === 'time') return timeTerm(term, operator, value);
  const limit = operator === ':' ? 0 : parseDuration(value);
  return Number.isNaN(limit) ? trouble('bad-time', value) : { ...term, limit };
}

/** `time:1.2s..1.4s`, `time:1.2s` (that moment), `time>2s`, `time<2s`; of what was then, even in part. */
function timeTerm(term: Term, operator: Operator, value: string): Term | FilterProblem {
  const [from = '', to = from, ...more] = value.split('..');
  const ends = [from, to].map(parseDuration) as [number, number];
  if (ends.some(Number.isNaN) || more.length > 0 || (operator !== ':' && value.includes('..'))) return trouble('bad-time', value);
  if (operator === '>') return { ...term, range: [ends[0], Number.POSITIVE_INFINITY] };
  if (operator === '<') return { ...term, range: [0, ends[0]] };
  return { ...term, range: [Math.min(...ends), Math.max(...ends)] };
}

function isWord(key: FilterKey, word: string): boolean {
  return key === 'state' || key === 'cause' ? statesOf(word) !== 0 : FILTER_WORDS[key]?.includes(word) === true;
}

/** Nanoseconds of `10ms`, `2s`, `5us`, `3` (milliseconds); NaN if it is none. */
export function parseDuration(text: string): number {
  const match = /^(?<number>\d+(?:\.\d+)?)(?<unit>ns|us|µs|ms|s|m|min)?$/.exec(text);
  if (match === null) return Number.NaN;
  const unit = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, min: 60e9 }[match.groups?.['unit'] ?? 'ms'] ?? 1e6;
  return Number(match.groups?.['number']) * unit;
}

/** States that a word of the filter means. */
export function statesOf(value: string): number {
  const synonyms: Readonly<Record<string, readonly number[]>> = {
    wait: [STATE_AWAIT, STATE_TIMER, STATE_IO, STATE_LOCK, STATE_MESSAGE, STATE_UNKNOWN],
    awaiting: [STATE_AWAIT, STATE_TIMER, STATE_MESSAGE],
    blocked: [STATE_LOCK],
    msg: [STATE_MESSAGE],
    promise: [STATE_AWAIT],
    run: [1],
    sync: [2],
  };
  let bits = 0;
  for (const word of value.split(',')) {
    for (const state of synonyms[word] ?? []) bits |= 1 << state;
    STATE_NAMES.forEach((name, state) => {
      if (name !== '' && name === word) bits |= 1 << state;
    });
  }
  return bits;
}
