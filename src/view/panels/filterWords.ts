/** What the filter box says: what its keys mean, and what is wrong with a filter. */
import type { FilterProblem } from '../../model/query/filterProblem.ts';
import { FILTER_KEYS, type FilterStart } from '../../model/query/filterText.ts';
import { t } from '../l10n.ts';

export const KEY_WORDS: Readonly<Record<FilterStart, string>> = {
  'name:': t('function or route of the task'),
  'parent:': t('function or task that began it'),
  'file:': t('file of its function'),
  'line:': t('line of its function'),
  'site:': t('file:line of an await in it'),
  'state:': t('was in this state'),
  'cause:': t('waited for this'),
  'status:': t('pending, or done'),
  'wait>': t('one wait was longer than 10ms, 2s'),
  'ready>': t('was ready but not let in for longer than'),
  'dur>': t('the whole task took longer than'),
  'time:': t('at this time of the run: 1.2s..1.4s'),
  'in:': t('in the range or state that is selected'),
  'lock:': t('asked for this lock'),
  'holder:': t('waited for a lock that this task had'),
  'thread:': t('ran on this thread'),
  'pid:': t('ran in this process'),
  'depth:': t('so many tasks are above it: 0, >2'),
  'finding:': t('takes part in a finding of this kind'),
};

export function describeProblem({ kind, text, more }: FilterProblem): string {
  switch (kind) {
    case 'unclosed':
      return t('A closing ) is missing.');
    case 'unopened':
      return t('An opening ( is missing.');
    case 'unknown-key':
      return t(
        '{0} is no key. Keys are {1}. To look for the text itself, write {2}.',
        `${text}:`,
        FILTER_KEYS.join(' '),
        `"${more.replaceAll('"', '')}"`,
      );
    case 'no-value':
      return t('{0} needs a value.', text);
    case 'long-pattern':
      return t('The pattern is too long.');
    case 'bad-pattern':
      return t('{0} is not a pattern.', text);
    case 'no-operator':
      return t('{0} takes no {1}: write {2}.', text, more, `${text}:`);
    case 'no-colon':
      return t('{0} compares: write {1}.', text, `${text}>10ms`);
    case 'bad-word':
      return t('{0} is not possible; write one of {1}.', text, more);
    case 'bad-number':
      return t('{0} is not a number.', text);
    case 'bad-time':
      return t('{0} is not a time; write 10ms, 2s, 1.2s..1.4s.', text);
    case 'no-selection':
      return t('{0} needs a selection: drag over a range, or select a state.', text);
  }
}
