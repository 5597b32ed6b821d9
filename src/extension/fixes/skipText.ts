/** Where comments, strings, templates and regular expressions of a program's text end. Pure. */

/** After these a slash begins a regular expression, not a division. */
const BEFORE_REGEXP = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|of|in|do|else|await|yield|void|delete))\s*$/;

/** The end of a comment, string, template or regular expression that begins here; the same place when none does. */
export function skip(text: string, at: number): number {
  const char = text[at] ?? '';
  if (char === '/' && text[at + 1] === '/') return endOf(text, '\n', at);
  if (char === '/' && text[at + 1] === '*') return endOf(text, '*/', at + 2);
  if (char === '"' || char === "'") return skipString(text, at, char);
  if (char === '`') return skipTemplate(text, at);
  if (char === '/' && BEFORE_REGEXP.test(text.slice(Math.max(0, at - 40), at))) return skipRegExp(text, at);
  return at;
}

function endOf(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found === -1 ? text.length : found + end.length;
}

function skipString(text: string, at: number, quote: string): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === quote || text[i] === '\n') return i + 1;
  }
  return text.length;
}

function skipTemplate(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '`') return i + 1;
    else if (text[i] === '$' && text[i + 1] === '{') i = skipHole(text, i + 2) - 1;
  }
  return text.length;
}

/** Behind the bracket that closes `${`. */
function skipHole(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length;) {
    const next = skip(text, i);
    if (next > i) {
      i = next;
      continue;
    }
    if (text[i] === '{') depth += 1;
    else if (text[i] === '}' && --depth === 0) return i + 1;
    i += 1;
  }
  return text.length;
}

function skipRegExp(text: string, at: number): number {
  let isClass = false;
  for (let i = at + 1; i < text.length && text[i] !== '\n'; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '[') isClass = true;
    else if (text[i] === ']') isClass = false;
    else if (text[i] === '/' && !isClass) return i + 1;
  }
  // No end on its line: it was a division.
  return at;
}
