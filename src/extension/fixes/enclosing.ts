/** What is around a place in a program's text: enough to know whether an edit fits there. Pure, and in doubt it says no. */
import { skip } from './skipText.ts';

interface Bracket {
  readonly at: number;
  /** Of a `{` that begins the body of a function: whether that is async. Undefined for any other bracket. */
  readonly isAsync: boolean | undefined;
}

/** Whether a statement begins at `offset`, directly in the body of an async function or in a block of it. */
export function isStatementInAsync(text: string, offset: number): boolean {
  const open: Bracket[] = [];
  /** The parentheses that were closed last. */
  let closed = { from: -1, to: -1 };
  let last = '';
  for (let i = 0; i < offset;) {
    const next = skip(text, i);
    if (next > i) {
      if (next > offset) return false;
      if (!/^\/[/*]/.test(text.slice(i, i + 2))) last = text[i] ?? '';
      i = next;
      continue;
    }
    const char = text[i] ?? '';
    if (char === '{') open.push({ at: i, isAsync: bodyAt(text, i, closed) });
    else if (char === '(' || char === '[') open.push({ at: i, isAsync: undefined });
    else if (char === '}' || char === ')' || char === ']') {
      const from = open.pop()?.at ?? -1;
      if (char === ')') closed = { from, to: i };
    }
    if (char.trim() !== '') last = char;
    i += 1;
  }
  const inner = open.at(-1);
  // After anything else the line goes on with an expression.
  if (inner === undefined || text[inner.at] !== '{' || !'{};'.includes(last)) return false;
  return open.findLast((each) => each.isAsync !== undefined)?.isAsync === true;
}

/** Whether the `{` at `at` begins the body of an async function (true), of another one (false), or of none. */
function bodyAt(text: string, at: number, closed: { readonly from: number; readonly to: number }): boolean | undefined {
  const before = text.slice(Math.max(0, at - 200), at);
  const single = /(\basync\s+)?[\w$]+\s*=>\s*$/.exec(before);
  if (single) return single[1] !== undefined;
  const between = text.slice(closed.to + 1, at);
  // With the type of the result, perhaps.
  if (closed.to === -1 || !/^\s*(?::[^{}();]*)?(?:=>)?\s*$/.test(between)) return /=>\s*$/.test(before) ? false : undefined;
  const head = text.slice(Math.max(0, closed.from - 200), closed.from);
  if (/\b(?:if|for|while|switch|catch|with)\s*$/.test(head) || /\bfor\s+await\s*$/.test(head)) return undefined;
  return between.includes('=>')
    ? /\basync\s*(?:<[^<>]*>\s*)?$/.test(head)
    : /\basync\s+(?:function\b\s*\*?\s*)?\*?\s*[\w$#]*\s*(?:<[^<>]*>\s*)?$/.test(head);
}
