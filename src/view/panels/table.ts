/** The picture as a table: the same rows as a tree grid, each task opens into its states. Only what is on the screen is in the page. */
import { STATE_MASK, STATE_NEVER } from '../../model/requests.ts';
import type { Row, SearchHit } from '../../model/requests.ts';
import type { Controller } from '../controller.ts';
import { el, fill } from '../dom.ts';
import { listenToKeys } from '../input.ts';
import { formatDuration } from '../viewport.ts';
import { STATE_WORDS, placeLink } from './words.ts';
import { t } from '../l10n.ts';

const LINE = 24;
const OVERSCAN = 6;

type Line =
  | { readonly kind: 'row'; readonly row: Row; readonly open: boolean }
  | { readonly kind: 'state'; readonly hit: SearchHit; readonly depth: number };

const COLUMNS = [t('Task'), t('State'), t('Start'), t('Duration'), t('Why'), t('Source')];
/** Columns of figures. */
const FIGURES: ReadonlySet<number> = new Set([2, 3]);

export function makeTable(controller: Controller): HTMLElement {
  const { store } = controller;
  const body = el('div', { class: 'body' });
  const space = el('div', { class: 'space' });
  body.append(space);
  const head = el(
    'div',
    { class: 'line head', role: 'row', aria: { rowindex: 1 } },
    ...COLUMNS.map((name, i) => el('span', { role: 'columnheader', class: FIGURES.has(i) ? 'number' : '' }, name)),
  );
  const element = el(
    'div',
    {
      class: 'table',
      role: 'treegrid',
      tabindex: 0,
      hidden: true,
      aria: {
        label: t('Tasks and their states'),
        description: t(
          'Arrow up and down go from row to row, arrow right opens a task into its states, Enter goes to the line, Tab leads to what was found and why a task waits.',
        ),
        colcount: COLUMNS.length,
      },
    },
    head,
    body,
  );
  const opened = new Map<number, readonly SearchHit[]>();
  let lines: Line[] = [];
  let active = 0;

  const build = (): void => {
    lines = [];
    for (const row of store.state.rows) {
      const hits = opened.get(row.id);
      lines.push({ kind: 'row', row, open: row.expanded || hits !== undefined });
      for (const hit of hits ?? []) lines.push({ kind: 'state', hit, depth: row.depth + 1 });
    }
    active = Math.max(0, Math.min(active, lines.length - 1));
    element.setAttribute('aria-rowcount', String(lines.length + 1));
    space.style.height = `${lines.length * LINE}px`;
    render();
  };
  const render = (): void => {
    const from = Math.max(0, Math.floor(body.scrollTop / LINE) - OVERSCAN);
    const to = Math.min(lines.length, Math.ceil((body.scrollTop + body.clientHeight) / LINE) + OVERSCAN);
    const shown: HTMLElement[] = [];
    for (let i = from; i < to; i++) shown.push(lineOf(lines[i] as Line, i));
    fill(space, ...shown);
    element.setAttribute('aria-activedescendant', `line-${active}`);
  };
  const lineOf = (line: Line, i: number): HTMLElement => {
    const depth = line.kind === 'row' ? line.row.depth : line.depth;
    const canOpen = line.kind === 'row' && (line.row.expandable || hasStates(line.row));
    const cells = line.kind === 'row' ? cellsOfRow(line.row, line.open, canOpen) : cellsOfState(line.hit);
    const element = el(
      'div',
      {
        class: `line${i === active ? ' active' : ''}${line.kind === 'row' && !line.row.match ? ' dim' : ''}${line.kind === 'row' && line.row.match && store.state.filter !== '' ? ' hit' : ''}`,
        role: 'row',
        id: `line-${i}`,
        aria: {
          level: depth + 1,
          rowindex: i + 2,
          selected: i === active,
          ...(canOpen ? { expanded: (line as { open: boolean }).open } : {}),
        },
        onclick: (event) => {
          active = i;
          if ((event.target as HTMLElement).closest('button') === null) void activate(line);
          render();
        },
      },
      ...cells,
    );
    element.style.top = `${i * LINE}px`;
    (element.firstChild as HTMLElement).style.paddingLeft = `${8 + depth * 14}px`;
    return element;
  };
  /** Kinds of the findings of a row, each once. */
  const kindsOf = ({ findings }: Row): string[] => {
    const kinds = findings.map((id) => store.state.summary?.findings.find((finding) => finding.id === id)?.kind ?? '');
    return [...new Set(kinds)];
  };
  const whyCell = (text: string): HTMLElement => el('span', { role: 'gridcell', title: text }, text);
  const cellsOfRow = (row: Row, open: boolean, canOpen: boolean): HTMLElement[] => [
    el('span', { role: 'gridcell' }, `${canOpen ? (open ? '▾ ' : '▸ ') : '   '}${row.label}  `, el('span', { class: 'quiet' }, row.detail)),
    el(
      'span',
      { role: 'gridcell' },
      [
        row.never ? `∞ ${t('never settled')}` : '',
        row.findings.length === 0 ? '' : row.findings.length === 1 ? t('1 finding') : t('{0} findings', row.findings.length),
      ]
        .filter((part) => part !== '')
        .join(', '),
    ),
    el('span', { role: 'gridcell', class: 'number' }, formatDuration(row.startNs)),
    el('span', { role: 'gridcell', class: 'number' }, formatDuration(row.endNs - row.startNs)),
    whyCell([row.why, ...kindsOf(row)].filter((part) => part !== '').join(', ')),
    el('span', { role: 'gridcell' }, placeLink(controller, row.place)),
  ];
  const cellsOfState = (hit: SearchHit): HTMLElement[] => {
    const [css, word] = STATE_WORDS[hit.state & STATE_MASK] ?? ['none', ''];
    return [
      el('span', { role: 'gridcell' }, el('span', { class: `swatch ${css}` }), word),
      el('span', { role: 'gridcell' }, (hit.state & STATE_NEVER) !== 0 ? `∞ ${t('never settled')}` : ''),
      el('span', { role: 'gridcell', class: 'number' }, formatDuration(hit.startNs)),
      el('span', { role: 'gridcell', class: 'number' }, formatDuration(hit.endNs - hit.startNs)),
      whyCell(hit.stateText),
      el('span', { role: 'gridcell' }, placeLink(controller, hit.place)),
    ];
  };
  const activate = async (line: Line): Promise<void> => {
    if (line.kind === 'row') await controller.select(line.row.id, (line.row.startNs + line.row.endNs) / 2, { reveal: false });
    else await controller.select(line.hit.row, (line.hit.startNs + line.hit.endNs) / 2, { reveal: false });
  };
  const open = async (line: Line, wanted: boolean): Promise<void> => {
    if (line.kind !== 'row') return;
    const { row } = line;
    if (row.expandable && row.expanded !== wanted) controller.toggleRow(row.id);
    if (!wanted) opened.delete(row.id);
    else if (hasStates(row)) opened.set(row.id, await controller.finder.statesOfRow(row.id));
    build();
  };
  const move = (to: number): void => {
    active = Math.max(0, Math.min(lines.length - 1, to));
    const top = active * LINE;
    if (top < body.scrollTop) body.scrollTop = top;
    else if (top + LINE > body.scrollTop + body.clientHeight) body.scrollTop = top + LINE - body.clientHeight;
    render();
  };
  /** To what was selected from elsewhere: by a key, in the pane beside, in the editor. */
  const follow = ({ row, ns }: { readonly row: number; readonly ns: number }): void => {
    const isHere = (line: Line | undefined): boolean =>
      line?.kind === 'row' ? line.row.id === row : line?.hit.row === row && line.hit.startNs <= ns && ns <= line.hit.endNs;
    if (isHere(lines[active])) return;
    const at = lines.findIndex(isHere);
    if (at >= 0) move(at);
  };
  element.addEventListener('keydown', (event) => {
    const line = lines[active];
    const pageLines = Math.max(1, Math.floor(body.clientHeight / LINE) - 1);
    if (event.key === 'ArrowDown') move(active + 1);
    else if (event.key === 'ArrowUp') move(active - 1);
    else if (event.key === 'PageDown') move(active + pageLines);
    else if (event.key === 'PageUp') move(active - pageLines);
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(lines.length - 1);
    else if (event.key === 'ArrowRight' && line !== undefined) void open(line, true);
    else if (event.key === 'ArrowLeft' && line !== undefined) void open(line, false);
    else if (event.key === 'Enter' && line !== undefined) void activate(line).then(() => controller.openSelected(event.altKey));
    else if (event.key === ' ' && line !== undefined) void activate(line);
    else if (event.key === 't' && !event.ctrlKey && !event.metaKey) controller.toggle('table');
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // What moves the picture only does no harm here; the rest is for a table, too: findings, filter, help, back.
  listenToKeys(element, controller);
  body.addEventListener('scroll', render);
  new ResizeObserver(render).observe(body);
  store.subscribe((state, changed) => {
    if (changed.has('table')) {
      element.hidden = !state.table;
      if (state.table) {
        build();
        element.focus();
      }
    } else if (changed.has('rows') && state.table) build();
    if (changed.has('selection') && state.table && state.selection !== null) follow(state.selection);
  });
  return element;
}

function hasStates(row: Row): boolean {
  return row.kind === 'task' || row.kind === 'main' || row.kind === 'timer' || row.kind === 'internal';
}
