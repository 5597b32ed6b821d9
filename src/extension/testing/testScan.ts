/**
 * The tests of a `node:test` file, from its text: names, nesting and lines, for the buttons beside them. Nothing is run and nothing is parsed in full: what is missed here
 * (renamed imports, tests that a loop makes) is found when the file runs. Pure.
 */
import { skip } from '../fixes/skipText.ts';
import { lastAtOrBelow } from '../../base/search.ts';

export interface ScannedTest {
  /** As it is written where it has `${…}` in it: the real ones are known when it runs. */
  readonly name: string;
  /** 0-based; the end is the line of the closing bracket. */
  readonly line: number;
  readonly character: number;
  endLine: number;
  readonly children: ScannedTest[];
}

/** Whether a file has tests of Node's own runner. */
export function usesNodeTest(text: string): boolean {
  return /(?:from|require\(|import\(|import)\s*['"]node:test(?:\/[\w-]+)?['"]/.test(text);
}

/** Of a call that makes a test: what it is called on, and the quote of its name. */
const CALL = /(?:([\w$]+)\.)?(?:test|it|describe|suite)(?:\.(?:only|skip|todo))?\s*\(\s*(['"`])/y;
const WORD = /[\w$]+/y;
/** The first parameter of the callback that follows a name: subtests are called on it. */
const PARAMETER = /(?:\(\s*([\w$]+)[^()]*\)|\b([\w$]+))\s*=>|\bfunction\b[^(]*\(\s*([\w$]+)/;
interface Open {
  readonly test: ScannedTest;
  /** Depth of brackets outside of the call. */
  readonly depth: number;
  readonly parameter: string;
}

export function scanTests(text: string): ScannedTest[] {
  const roots: ScannedTest[] = [];
  const open: Open[] = [];
  const lines = lineStarts(text);
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    const next = skip(text, at);
    if (next > at) at = next;
    else if (/[\w$]/.test(char)) {
      const found = callAt(text, at, open.at(-1)?.parameter);
      if (found) {
        const line = lineAt(lines, at);
        const { name, end } = found;
        const test: ScannedTest = { name, line, character: at - (lines[line] ?? 0), endLine: line, children: [] };
        (open.at(-1)?.test.children ?? roots).push(test);
        open.push({
          test,
          depth,
          parameter:
            PARAMETER.exec(text.slice(end, end + 200))
              ?.slice(1)
              .find(Boolean) ?? '',
        });
        depth += 1;
        at = end;
      } else {
        WORD.lastIndex = at;
        at += WORD.exec(text)?.[0].length ?? 1;
      }
    } else {
      if ('([{'.includes(char)) depth += 1;
      else if (')]}'.includes(char)) {
        depth -= 1;
        const last = open.at(-1);
        if (last && depth <= last.depth) {
          last.test.endLine = lineAt(lines, at);
          open.pop();
        }
      }
      at += 1;
    }
  }
  return roots;
}

interface Call {
  readonly name: string;
  /** Behind the name. */
  readonly end: number;
}

function callAt(text: string, at: number, parameter: string | undefined): Call | undefined {
  // A part of a longer chain: `context.suite.test(` or `x?.test(`.
  if (text[at - 1] === '.' || text[at - 1] === '#') return undefined;
  CALL.lastIndex = at;
  const match = CALL.exec(text);
  // `pattern.test('…')` is no test: only what was handed to the test around it has subtests.
  if (!match || (match[1] !== undefined && match[1] !== parameter)) return undefined;
  const start = CALL.lastIndex - 1;
  const end = skip(text, start);
  const raw = text.slice(start + 1, end - 1);
  const isTemplate = match[2] === '`' && raw.includes('${');
  return { name: isTemplate ? raw : unescape(raw), end };
}

function unescape(raw: string): string {
  return raw.replace(/\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|([^]))/gi, (_whole, long, four, two, other) => {
    const code: unknown = long ?? four ?? two;
    if (typeof code === 'string') return String.fromCodePoint(Number.parseInt(code, 16));
    return { n: '\n', t: '\t', r: '\r', '\n': '' }[String(other)] ?? String(other);
  });
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  return Math.max(0, lastAtOrBelow(starts, offset));
}
