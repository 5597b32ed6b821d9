/**
 * Edits that repair a finding and cannot do harm, from the text of its line alone: where a line does not have exactly the expected shape there is no fix. Each is
 * applied to a real program in test/extension/fixes.test.ts, which is then traced again and must be silent and print what it should.
 */
import { english, type Translate } from '../base/words.ts';

export interface Fix {
  readonly title: string;
  /** The line as it is to be, without its line break. */
  readonly line: string;
}

/** `column`: 0-based, where the finding is on the line. */
export function fixesOf(kind: string, line: string, column: number, t: Translate = english): Fix[] {
  if (kind === 'race.stale-compound') return awaitFirst(line, column, t);
  if (kind === 'promise.floating') return markAsIntended(line, column, t);
  return [];
}

/** `total += await f();` reads `total` before it waits. A name, a property, or an element with a simple key; and no comment, string break or second statement. */
const COMPOUND = /^(\s*)((?:this|[\w$]+)(?:\.#?[\w$]+|\[(?:[\w$]+|'[^']*'|"[^"]*")\])*)\s*(\*\*|<<|>>>?|[-+*/%&|^])=\s*await\s+(.+)$/;

function awaitFirst(line: string, column: number, t: Translate): Fix[] {
  const match = COMPOUND.exec(line);
  if (match === null) return [];
  const [, indentation = '', target = '', operator = '', rest = ''] = match;
  const call = rest.replace(/;\s*$/, '');
  if (column < indentation.length || !isOneExpression(call)) return [];
  const name = /\bawaited\b/.test(line) ? 'awaitedValue' : 'awaited';
  return [
    {
      title: t('Wait first, then read and write in one step'),
      line: `${indentation}{ const ${name} = await ${call}; ${target} ${operator}= ${name}; }`,
    },
  ];
}

/** A call that is a statement of its own: `void` says that nobody waits on purpose. */
function markAsIntended(line: string, column: number, t: Translate): Fix[] {
  const before = line.slice(0, column);
  if (before.trim() !== '' || !/^[\w$.#]+\(/.test(line.slice(column))) return [];
  if (/^(?:await|void|return|throw|new|yield|if|for|while|switch|function|class|async)\b/.test(line.slice(column))) return [];
  return [{ title: t('Mark as started on purpose (void)'), line: `${before}void ${line.slice(column)}` }];
}

/** Whether a text is a whole expression that ends where the line ends: brackets balance, no comma, semicolon or operator of low precedence at their top level. */
function isOneExpression(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') depth--;
    else if (char === "'" || char === '"') {
      const end = text.indexOf(char, i + 1);
      if (end === -1 || text.slice(i, end).includes('\\')) return false;
      i = end;
    } else if (char === '`' || text.startsWith('//', i) || text.startsWith('/*', i)) return false;
    // Only member accesses and calls: whatever binds weaker than `await` would be part of the sum, not of what is awaited.
    else if (depth === 0 && !/[\w$.#]/.test(char)) return false;
    if (depth < 0) return false;
  }
  return depth === 0 && text !== '';
}
