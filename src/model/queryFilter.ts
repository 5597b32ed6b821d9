/**
 * The filter box: `term := [-] [key:]value | key>duration`, terms joined by space (and), `|` (or), parentheses. Values are words, "quoted", or /patterns/.
 * Keys: name file line site state wait dur ready lock holder thread finding status task cause.
 */
import { NONE } from './ids.ts';
import {
  STATE_AWAIT,
  STATE_IO,
  STATE_LOCK,
  STATE_MASK,
  STATE_MESSAGE,
  STATE_NAMES,
  STATE_READY,
  STATE_TIMER,
  STATE_UNKNOWN,
} from './requests.ts';
import type { TimelineReport } from './requests.ts';
import type { Timeline } from './tracksIndex.ts';
import { laneOfRequest, nameOfActivation, nameOfLock, nameOfThread, placeOfFunction, titleOfLane } from './tracksNames.ts';

export type FilterNode =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly FilterNode[] }
  | { readonly kind: 'not'; readonly part: FilterNode }
  | {
      readonly kind: 'term';
      readonly key: string;
      readonly operator: ':' | '>' | '<';
      readonly value: string;
      readonly pattern: RegExp | null;
      readonly ns: number;
    };

export interface Filter {
  /** Null: nothing is filtered. */
  readonly node: FilterNode | null;
  /** What was not understood, ''. */
  readonly error: string;
}

/** Every key with what it means, for completions and help. */
export const FILTER_KEYS: readonly (readonly [key: string, meaning: string])[] = [
  ['name:', 'function or route'],
  ['file:', 'file of the function'],
  ['line:', 'line of the function'],
  ['state:', 'running native ready await timer io lock message unknown'],
  ['wait>', 'one wait longer than 10ms, 2s'],
  ['dur>', 'the whole task longer than'],
  ['ready>', 'ready but not let in longer than'],
  ['lock:', 'asks for this lock'],
  ['thread:', 'runs on this thread'],
  ['finding:', 'takes part in a finding of this kind'],
  ['status:', 'pending or done'],
];
const KEYS = new Set([
  'name',
  'file',
  'line',
  'site',
  'state',
  'wait',
  'dur',
  'ready',
  'lock',
  'holder',
  'thread',
  'finding',
  'status',
  'task',
  'cause',
]);
const DURATION_KEYS = new Set(['wait', 'dur', 'ready']);
const MAX_PATTERN = 200;

/** Parses a filter; an empty text filters nothing. */
export function parseFilter(text: string): Filter {
  const tokens = text.match(/\(|\)|\||-?(?:[a-z]+[:<>])?(?:"[^"]*"?|\/(?:[^/\\\n]|\\.)+\/|[^\s()|"]+)|-?[a-z]+[:<>]/gi) ?? [];
  let at = 0;
  let error = '';
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
      if (token === '(' && depth < 20) {
        const inner = parseOr(depth + 1);
        if (tokens[at] === ')') at++;
        else error ||= 'a closing ) is missing';
        if (inner !== null) parts.push(inner);
      } else {
        const term = parseTerm(token);
        if (typeof term === 'string') error ||= term;
        else parts.push(term);
      }
    }
    return parts.length > 1 ? { kind: 'and', parts } : (parts[0] ?? null);
  };
  const node = parseOr(0);
  if (at < tokens.length && error === '') error = 'an opening ( is missing';
  return { node, error };
}

function parseTerm(token: string): FilterNode | string {
  if (token.startsWith('-') && token.length > 1) {
    const part = parseTerm(token.slice(1));
    return typeof part === 'string' ? part : { kind: 'not', part };
  }
  const match = /^(?<key>[a-z]+)(?<operator>[:<>])(?<value>.*)$/is.exec(token);
  const known = match !== null && (KEYS.has(match.groups!['key']!.toLowerCase()) || match.groups!['operator'] !== ':');
  const key = known ? match.groups!['key']!.toLowerCase() : 'any';
  const operator = known ? (match.groups!['operator'] as ':' | '>' | '<') : ':';
  let value = known ? match.groups!['value']! : token;
  if (known && !KEYS.has(key)) return `${key} is not a key; try name, file, state, wait, lock, thread, finding, status`;
  if (value === '') return `${key}${operator} needs a value`;
  let pattern: RegExp | null = null;
  if (value.length > 2 && value.startsWith('/') && value.endsWith('/')) {
    if (value.length > MAX_PATTERN) return 'the pattern is too long';
    try {
      pattern = new RegExp(value.slice(1, -1), 'i');
    } catch {
      return `${value} is not a pattern`;
    }
  }
  value = value.replaceAll('"', '').toLowerCase();
  if (operator !== ':' && !DURATION_KEYS.has(key)) return `${key} takes no ${operator}`;
  const ns = operator === ':' ? 0 : parseDuration(value);
  if (Number.isNaN(ns)) return `${value} is not a time; write 10ms, 2s`;
  if (DURATION_KEYS.has(key) && operator === ':') return `write ${key}>10ms`;
  return { kind: 'term', key, operator, value, pattern, ns };
}

/** Nanoseconds of `10ms`, `2s`, `5us`, `3` (milliseconds); NaN if it is none. */
export function parseDuration(text: string): number {
  const match = /^(?<number>\d+(?:\.\d+)?)(?<unit>ns|us|µs|ms|s|m|min)?$/.exec(text);
  if (match === null) return Number.NaN;
  const unit = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, min: 60e9 }[match.groups?.['unit'] ?? 'ms'] ?? 1e6;
  return Number(match.groups?.['number']) * unit;
}

type Term = Extract<FilterNode, { kind: 'term' }>;

function matchText(term: Term, text: string): boolean {
  return term.pattern === null ? text.toLowerCase().includes(term.value) : term.pattern.test(text);
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

/** Whether terms of this key are about single states, not about the task. */
function isEntryKey(key: string): boolean {
  return key === 'state' || key === 'cause' || key === 'wait' || key === 'ready';
}

/** Whether an entry of a lane satisfies a term about states. */
function matchEntry(timeline: Timeline, entry: number, term: Term): boolean {
  const { startNs, state } = timeline.tracks;
  const s = (state[entry] as number) & STATE_MASK;
  if (term.key === 'state' || term.key === 'cause') return (statesOf(term.value) & (1 << s)) !== 0;
  const isKind = term.key === 'ready' ? s === STATE_READY : s >= STATE_AWAIT;
  const duration = (startNs[entry + 1] as number) - (startNs[entry] as number);
  return isKind && (term.operator === '>' ? duration > term.ns : duration < term.ns);
}

/** Decides by lane. Terms about states hold when some state of the lane satisfies all of them (in one `and`). */
export function lanePredicate(
  timeline: Timeline,
  findings: ReadonlyMap<number, readonly string[]>,
  report: TimelineReport,
  node: FilterNode,
): (lane: number) => boolean {
  const kinds = new Map(report.findings.map((f) => [f.id, f.kind]));
  const locks = lockNames(timeline);
  const term = (lane: number, t: Term): boolean => {
    const { tracks, trace } = timeline;
    switch (t.key) {
      case 'name':
      case 'task':
        return matchText(t, titleOfLane(timeline, lane));
      case 'file':
        return matchText(t, placeOfFunction(timeline, tracks.lanes.activation.at(lane))?.file ?? '');
      case 'line':
        return String(placeOfFunction(timeline, tracks.lanes.activation.at(lane))?.line ?? '') === t.value;
      case 'site': {
        const place = placeOfFunction(timeline, tracks.lanes.activation.at(lane));
        return place !== null && matchText(t, `${place.file}:${place.line}`);
      }
      case 'lock':
      case 'holder':
        return (locks().get(lane) ?? []).some((name) => matchText(t, name));
      case 'thread':
        return matchText(t, nameOfThread(timeline, tracks.lanes.thread.at(lane)));
      case 'finding':
        return (findings.get(lane) ?? []).some((id) => id === t.value || matchText(t, kinds.get(id) ?? ''));
      case 'status':
        return (
          (tracks.lanes.never.at(lane) !== 0 || (!trace.run.ended && tracks.lanes.endNs.at(lane) >= tracks.endNs)) ===
          (t.value === 'pending')
        );
      case 'dur': {
        const duration = tracks.lanes.endNs.at(lane) - tracks.lanes.startNs.at(lane);
        return t.operator === '>' ? duration > t.ns : duration < t.ns;
      }
      default: {
        const activation = tracks.lanes.activation.at(lane);
        return (
          matchText(t, titleOfLane(timeline, lane)) ||
          matchText(t, nameOfActivation(timeline, activation)) ||
          matchText(t, placeOfFunction(timeline, activation)?.file ?? '')
        );
      }
    }
  };
  const evaluate = (lane: number, n: FilterNode): boolean => {
    switch (n.kind) {
      case 'or':
        return n.parts.some((part) => evaluate(lane, part));
      case 'not':
        return !evaluate(lane, n.part);
      case 'and': {
        const aboutStates = n.parts.filter((part): part is Term => part.kind === 'term' && isEntryKey(part.key));
        if (!n.parts.every((part) => (aboutStates as readonly FilterNode[]).includes(part) || evaluate(lane, part))) return false;
        return aboutStates.length === 0 || someEntry(timeline, lane, aboutStates);
      }
      default:
        return isEntryKey(n.key) ? someEntry(timeline, lane, [n]) : term(lane, n);
    }
  };
  return (lane) => evaluate(lane, node);
}

function someEntry(timeline: Timeline, lane: number, terms: readonly Term[]): boolean {
  const { first } = timeline.tracks;
  for (let i = first[lane] as number; i < (first[lane + 1] as number) - 1; i++) {
    if (terms.every((t) => matchEntry(timeline, i, t))) return true;
  }
  return false;
}

/** Decides by entry, given that its lane matches: terms about states that are not negated must hold for the entry itself. */
export function entryPredicate(timeline: Timeline, node: FilterNode | null): (entry: number) => boolean {
  if (node === null) return () => true;
  const evaluate = (entry: number, n: FilterNode): boolean => {
    switch (n.kind) {
      case 'or':
        return n.parts.some((part) => evaluate(entry, part));
      case 'and':
        return n.parts.every((part) => evaluate(entry, part));
      case 'not':
        return n.part.kind === 'term' && isEntryKey(n.part.key) ? !matchEntry(timeline, entry, n.part) : true;
      default:
        return isEntryKey(n.key) ? matchEntry(timeline, entry, n) : true;
    }
  };
  return (entry) => evaluate(entry, node);
}

/** Names of the locks that each lane asked for; built on first use. */
function lockNames(timeline: Timeline): () => ReadonlyMap<number, string[]> {
  let names: Map<number, string[]> | null = null;
  return () => {
    if (names !== null) return names;
    names = new Map();
    const { requests } = timeline.trace;
    for (let r = 0; r < requests.length; r++) {
      const lane = laneOfRequest(timeline, r);
      if (lane === NONE) continue;
      const name = nameOfLock(timeline, requests.lock.at(r));
      const list = names.get(lane);
      if (list === undefined) names.set(lane, [name]);
      else if (!list.includes(name)) list.push(name);
    }
    return names;
  };
}
