/** What can be written next in the filter box: keys, and the values of those that have few; a list below the box, for pointer and keyboard. */
import { FILTER_KEYS, FILTER_WORDS, type FilterKey } from '../../model/query/filterText.ts';
import { t } from '../l10n.ts';
import type { State } from '../store.ts';
import { type Choice, makeChoices } from './choices.ts';
import { KEY_WORDS } from './filterWords.ts';

const MAX_ITEMS = 12;

type Known = Pick<State, 'summary' | 'rows'>;

/** What the word before the cursor can become. */
export function completionsOf(word: string, known: Known): Choice[] {
  const parts = /^(?<minus>-?)(?<name>[a-z]*)(?:(?<sign>[:<>])(?<value>.*))?$/i.exec(word)?.groups;
  if (parts === undefined) return [];
  const { minus = '', name = '', sign, value = '' } = parts;
  if (sign === undefined) {
    const keys = FILTER_KEYS.filter((key) => key.startsWith(name.toLowerCase()));
    return keys.map((key) => ({ text: minus + (key === 'in:' ? 'in:selection' : key), meaning: KEY_WORDS[key] }));
  }
  const wanted = value.replace(/^"/, '').toLowerCase();
  const values = new Set(valuesOf(name.toLowerCase() as FilterKey | 'in', known));
  return [...values]
    .filter((each) => each.toLowerCase().includes(wanted) && each.toLowerCase() !== wanted)
    .slice(0, MAX_ITEMS)
    .map((each) => ({ text: `${minus}${name}${sign}${/[\s()|]/.test(each) ? `"${each}"` : each}`, meaning: '' }));
}

function valuesOf(key: FilterKey | 'in', { summary, rows }: Known): readonly string[] {
  const labels = (kind: string): string[] => rows.filter((row) => row.kind === kind).map((row) => row.label);
  switch (key) {
    case 'in':
      return ['selection'];
    case 'finding':
      return (summary?.findings ?? []).map((finding) => finding.kind);
    case 'lock':
    case 'thread':
      return labels(key);
    case 'name':
    case 'task':
    case 'parent':
    case 'holder':
      return labels('task');
    default:
      return FILTER_WORDS[key] ?? [];
  }
}

export interface Completions {
  readonly element: HTMLElement;
  /** Whether the key was for the list. */
  key(event: KeyboardEvent): boolean;
}

/** The list of a box; `accept` is called when the box has a whole term more. */
export function makeCompletions(input: HTMLInputElement, known: () => Known, accept: () => void): Completions {
  const cursor = (): number => input.selectionStart ?? input.value.length;
  const wordStart = (): number => /(?:"[^"]*"?|[^\s()|"])*$/.exec(input.value.slice(0, cursor()))?.index ?? cursor();
  const choices = makeChoices<Choice>(input, 'completions', t('Filter keys'), ({ text }) => {
    const isWhole = !/[:<>]$/.test(text);
    input.setRangeText(isWhole ? `${text} ` : text, wordStart(), cursor(), 'end');
    if (isWhole) accept();
    else show();
  });
  const show = (first = false): void => choices.show(completionsOf(input.value.slice(wordStart(), cursor()), known()), first);
  input.addEventListener('input', () => show());
  return {
    element: choices.element,
    key(event) {
      if (choices.isOpen || event.key !== 'ArrowDown') return choices.key(event);
      show(true);
      event.preventDefault();
      return true;
    },
  };
}
