/** A lock that is given back at the end of a block only: what lies between goes into `try`, and the release into `finally`. Pure. */
import type { Fix, FixPlace } from './fix.ts';
import { isOneExpression, withoutEnd } from './oneExpression.ts';
import { skip } from './skipText.ts';

/** `const release = await mutex.acquire();` and `await lock.acquire();` */
const TAKEN = /^(\s*)(?:const ([\w$]+) = )?await (([\w$]+(?:\.#?[\w$]+)*)\.(?:acquire|lock)\(.*\));?\s*$/;

/** Only where the release is the last statement of the same block, as its indentation says, and the only one. */
export function releaseAtTheEnd(lines: readonly string[], { line }: FixPlace): Omit<Fix, 'title'>[] {
  const match = TAKEN.exec(lines[line] ?? '');
  if (match === null) return [];
  const [, indentation = '', name, call = '', lock = ''] = match;
  if (!isOneExpression(withoutEnd(call))) return [];
  const isRelease = (text: string): boolean => {
    const statement = withoutEnd(text.trim());
    return name === undefined ? statement === `${lock}.release()` || statement === `${lock}.unlock()` : statement === `${name}()`;
  };
  const end = lines.findIndex((text, i) => i > line && text.trim() !== '' && indentationOf(text).length < indentation.length);
  const last = end - 1;
  const release = lines[last] ?? '';
  if (last <= line + 1 || !/^\s*\}/.test(lines[end] ?? '') || indentationOf(release) !== indentation || !isRelease(release)) return [];
  const body = lines.slice(line + 1, last);
  if (!body.every((text) => text.trim() === '' || text.startsWith(indentation)) || !isPlain(body.join('\n'))) return [];
  // Given back on another way, too: it would be given back twice.
  const used = name ?? lock;
  if (body.some((text) => name !== undefined && new RegExp(`(?<![\\w$.])${used.replaceAll('$', '\\$')}(?![\\w$])`).test(text))) return [];
  if (name === undefined && body.some((text) => /\.(?:release|unlock)\b/.test(text))) return [];
  const step = indentation.includes('\t') ? '\t' : '  ';
  const inside = body.map((text) => (text.trim() === '' ? text : step + text));
  return [
    {
      line: line + 1,
      count: last - line,
      text: [`${indentation}try {`, ...inside, `${indentation}} finally {`, step + release, `${indentation}}`].join('\n'),
    },
  ];
}

function indentationOf(text: string): string {
  return /^\s*/.exec(text)?.[0] ?? '';
}

/** Brackets balance, and nothing spans lines that would not bear another indentation. */
function isPlain(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length;) {
    const next = skip(text, i);
    if (next > i) {
      if (text[i] === '`' && text.slice(i, next).includes('\n')) return false;
      i = next;
      continue;
    }
    if ('([{'.includes(text[i] ?? '')) depth += 1;
    else if (')]}'.includes(text[i] ?? '')) depth -= 1;
    if (depth < 0) return false;
    i += 1;
  }
  return depth === 0;
}
