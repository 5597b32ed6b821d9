/** The canvas in words: a list of the visible rows beside it, one sentence about the selection, and when to start with the table. */
import { withoutBackticks } from '../base/words.ts';
import { visibleRows } from './layout.ts';
import { el, fill } from './dom.ts';
import type { Geometry } from './layout.ts';
import type { State, Store } from './store.ts';
import { t } from './l10n.ts';

const SAY_EVERY_MS = 300;

/** Name of a row's element in the mirror. */
export function mirrorId(row: number): string {
  return `row-${row}`;
}

/** Keeps the mirror and the spoken sentence of a surface up to date. */
export function mirrorCanvas(store: Store, surface: HTMLElement, geometry: () => Geometry): void {
  const list = el('ul', { class: 'offscreen', role: 'tree', aria: { label: t('Visible rows') } });
  const live = el('div', { class: 'offscreen', role: 'status', aria: { live: 'polite' } });
  surface.after(list, live);
  let said = '';
  let timer = 0;
  const say = (text: string): void => {
    if (text === said) return;
    said = text;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      live.textContent = text;
    }, SAY_EVERY_MS);
  };
  let shown = '';
  const mirror = (state: State): void => {
    const boxes = visibleRows(state.layout, state.scroll, geometry().height - geometry().bands.header, 0);
    const key = boxes.map((b) => `${b.row.id}${b.row.expanded ? 'o' : 'c'}`).join();
    if (key !== shown) {
      shown = key;
      fill(
        list,
        ...boxes.map(({ row }) =>
          el(
            'li',
            {
              id: mirrorId(row.id),
              role: 'treeitem',
              aria: {
                level: row.depth + 1,
                selected: state.selection?.row === row.id,
                ...(row.expandable ? { expanded: row.expanded } : {}),
              },
            },
            [
              row.label,
              row.detail,
              row.never ? t('never settled') : '',
              row.why,
              row.findings.length > 0 ? (row.findings.length === 1 ? t('1 finding') : t('{0} findings', row.findings.length)) : '',
            ]
              .filter((s) => s !== '')
              .join(', '),
          ),
        ),
      );
    }
    const selected = state.selection?.row ?? -1;
    const active = boxes.some((b) => b.row.id === selected);
    if (active) surface.setAttribute('aria-activedescendant', mirrorId(selected));
    else surface.removeAttribute('aria-activedescendant');
  };
  store.subscribe((state, changed) => {
    if (changed.has('layout') || changed.has('scroll') || changed.has('selection')) mirror(state);
    if (changed.has('finding') && state.finding !== '') {
      const finding = state.summary?.findings.find((f) => f.id === state.finding);
      say(withoutBackticks(finding?.message ?? ''));
    } else if (changed.has('details') && state.details !== null) say(state.details.sentence);
    else if (changed.has('selection') && state.selection !== null && state.details === null) {
      const row = state.layout.byId.get(state.selection.row)?.row;
      if (row !== undefined) say(`${row.label}, ${row.detail}`);
    } else if (changed.has('notice') && state.notice !== '') say(state.notice);
  });
}

export function usesScreenReader(): boolean {
  return document.body.classList.contains('vscode-using-screen-reader');
}
