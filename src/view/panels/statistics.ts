/** Statistics of a range or of the whole run: tables to sort, to filter by, and to copy. */
import { STATE_NAMES } from '../../model/requests.ts';
import type { StatisticsLine, StatisticsReply } from '../../model/requests.ts';
import type { Controller } from '../controller.ts';
import { button, el } from '../dom.ts';
import type { Child } from '../dom.ts';
import { t } from '../l10n.ts';
import type { State, StatisticsColumn } from '../store.ts';
import { formatDuration } from '../viewport.ts';
import { describeProblem } from './filterWords.ts';
import { STATE_WORDS } from './words.ts';

const MAX_LINES = 12;

const TITLES: Readonly<Record<StatisticsLine['by'], readonly [title: string, column: string]>> = {
  state: [t('By state'), t('State')],
  task: [t('By task'), t('Task')],
  site: [t('Waiting by place'), t('Place')],
  lock: [t('Waiting by lock'), t('Lock')],
  thread: [t('Thread time'), t('Thread')],
};
const KINDS = Object.keys(TITLES) as StatisticsLine['by'][];
const COLUMNS: readonly (readonly [StatisticsColumn, string])[] = [
  ['count', 'n'],
  ['totalNs', t('total')],
  ['p50Ns', 'p50'],
  ['p95Ns', 'p95'],
  ['maxNs', 'max'],
];

export function statisticsTab(controller: Controller, state: State, range: readonly [number, number]): Child[] {
  const { statistics, statisticsSort, summary } = state;
  const isWhole = range[0] <= 0 && range[1] >= (summary?.endNs ?? Number.POSITIVE_INFINITY);
  const head = el(
    'header',
    {},
    el('h2', {}, isWhole ? t('The whole run: {0}', formatDuration(range[1])) : formatDuration(range[1] - range[0])),
    el('div', { class: 'sub quiet' }, t('{0} to {1}', formatDuration(range[0]), formatDuration(range[1]))),
  );
  if (statistics === null) return [head, el('p', { class: 'quiet' }, t('Counting…'))];
  if (statistics.problem !== null) return [head, el('p', { class: 'warning' }, describeProblem(statistics.problem))];
  const copies = el(
    'div',
    { class: 'actions' },
    button(t('Copy as Markdown'), t('Every line, as tables'), () => controller.copy(asMarkdown(statistics, statisticsSort)), 'link'),
    button(
      t('Copy as TSV'),
      t('Every line, for a spreadsheet; times in ms'),
      () => controller.copy(asTsv(statistics, statisticsSort)),
      'link',
    ),
  );
  return [head, copies, ...KINDS.flatMap((by) => tableOf(controller, linesOf(statistics, by, statisticsSort), by, statisticsSort))];
}

function linesOf({ lines }: StatisticsReply, by: StatisticsLine['by'], { column, ascending }: State['statisticsSort']): StatisticsLine[] {
  const sign = ascending ? 1 : -1;
  const compare = (a: StatisticsLine, b: StatisticsLine): number =>
    column === 'name' ? a.name.localeCompare(b.name) : a[column] - b[column];
  return lines.filter((line) => line.by === by).toSorted((a, b) => sign * compare(a, b));
}

function tableOf(
  controller: Controller,
  lines: readonly StatisticsLine[],
  by: StatisticsLine['by'],
  sort: State['statisticsSort'],
): Child[] {
  if (lines.length === 0) return [];
  const [title, first] = TITLES[by];
  const heading = (column: StatisticsColumn, name: string): HTMLElement => {
    const isSorted = sort.column === column;
    const th = el(
      'th',
      { scope: 'col' },
      button(
        `${name}${isSorted ? (sort.ascending ? ' ▲' : ' ▼') : ''}`,
        t('Sort by this'),
        () => controller.sortStatistics(column),
        'sort',
      ),
    );
    if (isSorted) th.setAttribute('aria-sort', sort.ascending ? 'ascending' : 'descending');
    return th;
  };
  return [
    el('h3', {}, title),
    el(
      'table',
      { class: 'statistics', aria: { label: title } },
      el('tr', {}, heading('name', first), ...COLUMNS.map(([column, name]) => heading(column, name))),
      ...lines
        .slice(0, MAX_LINES)
        .map((line) => el('tr', {}, nameCell(controller, line), ...figuresOf(line).map((text) => el('td', { class: 'number' }, text)))),
    ),
    lines.length > MAX_LINES && el('p', { class: 'quiet' }, t('{0} more; a copy has them all.', lines.length - MAX_LINES)),
  ];
}

function nameCell(controller: Controller, line: StatisticsLine): HTMLElement {
  const term = termOf(line);
  const name = nameOf(line);
  if (term === '') return el('td', {}, name);
  return el(
    'td',
    {},
    button(name, t('Filter to this: {0}', term), () => controller.finder.setFilter(term), 'link'),
  );
}

/** States have the words of the legend; what they are called in filters is shorter. */
function nameOf({ by, name }: StatisticsLine): string {
  return by === 'state' ? (STATE_WORDS[STATE_NAMES.indexOf(name)]?.[1] ?? name) : name;
}

/** The filter that means a line; '' if none does. */
export function termOf({ by, name }: StatisticsLine): string {
  if (name.includes('"')) return '';
  switch (by) {
    case 'state':
      return `state:${name}`;
    case 'site': {
      // The place at its end, and no longer line.
      const place = /\(([^()]*:\d+)\)$/.exec(name)?.[1];
      return place === undefined ? '' : `site:/${place.replaceAll(/[^\w:]/g, '\\$&')}$/`;
    }
    case 'task':
      return `name:"${name}"`;
    default:
      return `${by}:"${name}"`;
  }
}

function figuresOf(line: StatisticsLine): string[] {
  return COLUMNS.map(([column]) => (column === 'count' ? String(line.count) : formatDuration(line[column as 'totalNs'])));
}

function asMarkdown(statistics: StatisticsReply, sort: State['statisticsSort']): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const tables = KINDS.flatMap((by) => {
    const lines = linesOf(statistics, by, sort);
    if (lines.length === 0) return [];
    const [title, first] = TITLES[by];
    const rows = [
      [first, ...COLUMNS.map(([, name]) => name)],
      ['---', ...COLUMNS.map(() => '--:')],
    ];
    for (const line of lines) rows.push([cell(nameOf(line)), ...figuresOf(line)]);
    return [`### ${title}\n\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`];
  });
  return tables.join('\n');
}

function asTsv(statistics: StatisticsReply, sort: State['statisticsSort']): string {
  const rows = [['by', 'name', 'count', 'total_ms', 'p50_ms', 'p95_ms', 'max_ms']];
  for (const by of KINDS) {
    for (const line of linesOf(statistics, by, sort)) {
      const times = [line.totalNs, line.p50Ns, line.p95Ns, line.maxNs].map((ns) => String(ns / 1e6));
      rows.push([by, line.name.replaceAll(/[\t\n]/g, ' '), String(line.count), ...times]);
    }
  }
  return `${rows.map((row) => row.join('\t')).join('\n')}\n`;
}
