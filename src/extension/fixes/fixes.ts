/**
 * Edits that repair a finding and cannot do harm, from the text of its file alone: where the lines do not have exactly the expected shape there is no fix. Each is
 * applied to a real program in test/extension/fixes.test.ts, which is then traced again and must be silent and print what it should.
 */
import { english, type Translate } from '../../base/words.ts';
import { isStatementInAsync } from './enclosing.ts';
import type { Fix, FixPlace } from './fix.ts';
import { releaseAtTheEnd } from './fixRelease.ts';
import { isOneExpression, withoutEnd } from './oneExpression.ts';

/** `places`: those of the finding in the file, where they are by now; the first is where it is reported. */
export function fixesOf(kind: string, lines: readonly string[], places: readonly FixPlace[], t: Translate = english): Fix[] {
  const [place] = places;
  const line = place && lines[place.line];
  if (place === undefined || line === undefined) return [];
  const one = (title: string, text: string): Fix => ({ title, line: place.line, count: 1, text });
  switch (kind) {
    case 'race.stale-compound':
      return awaitFirst(line, place.column).map((text) => one(t('Wait first, then read and write in one step'), text));
    case 'promise.floating':
      return [
        ...waitForIt(lines, place).map((text) => one(t('Wait for it (await)'), text)),
        ...markAsIntended(line, place.column).map((text) => one(t('Mark as started on purpose (void)'), text)),
      ];
    case 'await.sequential':
      return waitTogether(lines, places).map((fix) => ({ ...fix, title: t('Wait for all together (Promise.all)') }));
    case 'lock.not-released':
      return releaseAtTheEnd(lines, place).map((fix) => ({ ...fix, title: t('Release it in any case (try … finally)') }));
    default:
      return [];
  }
}

/** `total += await f();` reads `total` before it waits. A name, a property, or an element with a simple key; and no comment, string break or second statement. */
const COMPOUND = /^(\s*)((?:this|[\w$]+)(?:\.#?[\w$]+|\[(?:[\w$]+|'[^']*'|"[^"]*")\])*)\s*(\*\*|<<|>>>?|[-+*/%&|^])=\s*await\s+(.+)$/;

function awaitFirst(line: string, column: number): string[] {
  const match = COMPOUND.exec(line);
  if (match === null) return [];
  const [, indentation = '', target = '', operator = '', rest = ''] = match;
  const call = withoutEnd(rest);
  if (column < indentation.length || !isOneExpression(call)) return [];
  const name = /\bawaited\b/.test(line) ? 'awaitedValue' : 'awaited';
  return [`${indentation}{ const ${name} = await ${call}; ${target} ${operator}= ${name}; }`];
}

/** A call that is a statement of its own: `void` says that nobody waits on purpose. */
function markAsIntended(line: string, column: number): string[] {
  const before = line.slice(0, column);
  if (before.trim() !== '' || !/^[\w$.#]+\(/.test(line.slice(column))) return [];
  if (/^(?:await|void|return|throw|new|yield|if|for|while|switch|function|class|async)\b/.test(line.slice(column))) return [];
  return [`${before}void ${line.slice(column)}`];
}

/** The same, whole on its line, where one can wait. */
function waitForIt(lines: readonly string[], { line, column }: FixPlace): string[] {
  const text = lines[line] ?? '';
  const offset = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, column);
  if (markAsIntended(text, column).length === 0 || !isOneExpression(withoutEnd(text.slice(column)))) return [];
  return isStatementInAsync(lines.join('\n'), offset) ? [`${text.slice(0, column)}await ${text.slice(column)}`] : [];
}

const DECLARED = /^(\s*)const ([\w$]+|\{ ?[\w$]+(?:: [\w$]+)?(?:, [\w$]+(?:: [\w$]+)?)* ?\}) = await (.+)$/;

/** Declarations on lines that follow each other, none of which needs one before. */
function waitTogether(lines: readonly string[], places: readonly FixPlace[]): Omit<Fix, 'title'>[] {
  const numbers = [...new Set(places.map((place) => place.line))].toSorted((a, b) => a - b);
  const [first = 0] = numbers;
  if (numbers.length < 2 || numbers.some((line, i) => line !== first + i)) return [];
  const known = new Set<string>();
  const names: string[] = [];
  const calls: string[] = [];
  let indentation: string | undefined;
  for (const line of numbers) {
    const [, space = '', declared = '', rest = ''] = DECLARED.exec(lines[line] ?? '') ?? [];
    const call = withoutEnd(rest);
    indentation ??= space;
    if (space !== indentation || !isOneExpression(call) || call.match(/[\w$]+/g)?.some((word) => known.has(word))) return [];
    for (const name of declared.match(/[\w$]+/g) ?? []) known.add(name);
    names.push(declared);
    calls.push(call);
  }
  return [
    { line: first, count: numbers.length, text: `${indentation}const [${names.join(', ')}] = await Promise.all([${calls.join(', ')}]);` },
  ];
}
