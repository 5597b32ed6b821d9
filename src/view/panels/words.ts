/** What all panels share: words and classes of the states, and links to source lines. */
import type { SourcePlace, SummaryReply, TimelineFinding } from '../../model/requests.ts';
import type { Controller } from '../controller.ts';
import { el } from '../dom.ts';
import type { Child } from '../dom.ts';
import { formatDuration } from '../viewport.ts';
import { t } from '../l10n.ts';

/** CSS class and word of each state, by value. */
export const STATE_WORDS: readonly (readonly [css: string, word: string])[] = [
  ['none', ''],
  ['running', t('Running')],
  ['native', t('Blocking call')],
  ['ready', t('Ready')],
  ['await', t('Await')],
  ['lock', t('Lock')],
  ['io', t('I/O')],
  ['unknown', t('Unknown')],
  ['await', t('Timer')],
  ['await', t('Message')],
];

/** A bar, the time and the share of `totalNs` for each state that took any, the biggest first. */
export function stateTable(label: string, states: Iterable<readonly [state: number, ns: number]>, totalNs: number): HTMLElement {
  const rows = [...states]
    .filter(([, ns]) => ns > 0)
    .toSorted((a, b) => b[1] - a[1])
    .map(([state, ns]) => {
      const [css, word] = STATE_WORDS[state] ?? ['none', ''];
      const percent = (ns / totalNs) * 100;
      const bar = el('span', { class: `bar ${css}` });
      bar.style.width = `${Math.max(1, percent)}%`;
      return el(
        'tr',
        {},
        el('th', { scope: 'row' }, word),
        el('td', { class: 'track' }, bar),
        el('td', { class: 'number' }, formatDuration(ns)),
        el('td', { class: 'number quiet' }, `${Math.round(percent)} %`),
      );
    });
  return el('table', { class: 'states', aria: { label } }, ...rows);
}

/** How much there is of a run: `34 tasks, 2 locks, 1 thread, 49.9 ms`. */
export function figuresOf({ tasks, locks, threads, endNs }: SummaryReply): string {
  return [
    tasks === 1 ? t('1 task') : t('{0} tasks', tasks.toLocaleString()),
    locks === 1 ? t('1 lock') : t('{0} locks', locks.toLocaleString()),
    threads === 1 ? t('1 thread') : t('{0} threads', threads.toLocaleString()),
    formatDuration(endNs),
  ].join(', ');
}

/** Where the time goes is no problem: it is told apart, as on the command line. */
export function partHints(findings: readonly TimelineFinding[]): {
  readonly problems: TimelineFinding[];
  readonly hints: TimelineFinding[];
} {
  const isHint = ({ severity }: TimelineFinding): boolean => severity === 'hint';
  return { problems: findings.filter((each) => !isHint(each)), hints: findings.filter(isHint) };
}

export function shortName(place: SourcePlace): string {
  return `${place.file.slice(Math.max(place.file.lastIndexOf('/'), place.file.lastIndexOf('\\')) + 1)}:${place.line}`;
}

/** Link to a source line. */
export function placeLink(controller: Controller, place: SourcePlace | null): Child {
  if (place === null) return null;
  return el(
    'button',
    {
      class: 'link place',
      type: 'button',
      title: `${place.file}:${place.line}:${place.column}`,
      onclick: (event) => controller.openSource(place, false, event.altKey),
    },
    ...breakable(shortName(place)),
  );
}

/** Where there is no room for all of it, the number of the line is not cut in two. */
function breakable(name: string): Child[] {
  const at = name.lastIndexOf(':');
  return at === -1 ? [name] : [name.slice(0, at), el('wbr', {}), name.slice(at)];
}
