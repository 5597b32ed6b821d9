/** The bar at the top: live chip, filter box, switches, and the legend, whose chips hide and show states. */
import {
  STATE_AWAIT,
  STATE_IO,
  STATE_LOCK,
  STATE_MESSAGE,
  STATE_NATIVE,
  STATE_READY,
  STATE_RUNNING,
  STATE_TIMER,
  STATE_UNKNOWN,
} from '../../model/requests.ts';
import type { Controller } from '../controller.ts';
import { button, el, fill, focusPicture } from '../dom.ts';
import type { Opening } from '../protocol.ts';
import { t } from '../l10n.ts';
import { makeCompletions } from './completions.ts';
import { describeProblem } from './filterWords.ts';

interface LegendItem {
  readonly name: string;
  readonly css: string;
  readonly bits: number;
  readonly meaning: string;
}

export const LEGEND: readonly LegendItem[] = [
  { name: t('Running'), css: 'running', bits: 1 << STATE_RUNNING, meaning: t('JavaScript on the thread') },
  { name: t('Blocking'), css: 'native', bits: 1 << STATE_NATIVE, meaning: t('in a blocking built-in') },
  { name: t('Ready'), css: 'ready', bits: 1 << STATE_READY, meaning: t('could go on, but is not let in') },
  { name: t('Lock'), css: 'lock', bits: 1 << STATE_LOCK, meaning: t('waits for a lock') },
  { name: t('I/O'), css: 'io', bits: 1 << STATE_IO, meaning: t('waits for I/O') },
  {
    name: t('Await'),
    css: 'await',
    bits: (1 << STATE_AWAIT) | (1 << STATE_TIMER) | (1 << STATE_MESSAGE),
    meaning: t('awaits a promise, a timer or a message'),
  },
  { name: t('Unknown'), css: 'unknown', bits: 1 << STATE_UNKNOWN, meaning: t('nothing says what it waits for') },
];
const ALL_STATES = LEGEND.reduce((bits, item) => bits | item.bits, 0);
const FILTER_DELAY_MS = 180;

export interface Toolbar {
  readonly element: HTMLElement;
  focusFilter(): void;
}

export function makeToolbar(controller: Controller): Toolbar {
  const { store } = controller;
  const live = button('', '', () => controller.toggleFollow(), 'chip live');
  const opening = el('span', { class: 'chip opening', role: 'progressbar' });
  const input = el('input', {
    type: 'text',
    class: 'filter',
    placeholder: t('Filter: handleCart state:lock wait>50ms lock:dbLock finding:race  ( / )'),
    aria: { label: t('Filter tasks') },
  });
  input.spellcheck = false;
  let timer = 0;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => controller.finder.setFilter(input.value), FILTER_DELAY_MS);
  });
  const completions = makeCompletions(
    input,
    () => store.state,
    () => {
      clearTimeout(timer);
      controller.finder.setFilter(input.value);
    },
  );
  input.addEventListener('keydown', (event) => {
    if (completions.key(event)) {
      event.stopPropagation();
      return;
    }
    if (event.key === 'Enter') {
      clearTimeout(timer);
      if (input.value !== store.state.filter) controller.finder.setFilter(input.value);
      else void controller.finder.nextHit(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      if (input.value === '') focusPicture();
      else {
        input.value = '';
        controller.finder.setFilter('');
      }
    }
    event.stopPropagation();
  });
  const hits = el('span', { class: 'hits', role: 'status' });
  const only = toggleButton(t('Only matches'), t('Leave out what does not match'), () => controller.setHideOthers(!store.state.hideOthers));
  const mine = toggleButton(t('My code'), t('Fold libraries and Node internals into the caller (J)'), () =>
    controller.setJustMyCode(!store.state.justMyCode),
  );
  const fold = toggleButton(t('Fold idle'), t('Fold long stretches in which nothing happens (I)'), () =>
    controller.setFoldIdle(!store.state.foldIdle),
  );
  const table = toggleButton(t('Table'), t('Table or picture (T)'), () => controller.toggle('table'));
  const help = button('?', t('Keys (?)'), () => controller.toggle('help'), 'icon');
  const chips = LEGEND.map((item) => {
    const chip = el(
      'button',
      {
        class: 'chip',
        type: 'button',
        title: t('{0}: {1}. Click: hide. Alt+click: alone.', item.name, item.meaning),
        aria: { pressed: true },
      },
      el('span', { class: `swatch ${item.css}`, aria: { hidden: true } }),
      item.name,
    );
    chip.addEventListener('click', (event) => controller.toggleStates(item.bits, ALL_STATES, event.altKey));
    return chip;
  });
  const legend = el('div', { class: 'legend', role: 'group', aria: { label: t('States') } }, ...chips);
  const element = el(
    'div',
    { class: 'toolbar', role: 'toolbar', aria: { label: t('Timeline') } },
    live,
    opening,
    el('div', { class: 'filter-box' }, input, hits, completions.element),
    only,
    mine,
    fold,
    table,
    legend,
    help,
  );
  const update = (): void => {
    const { state } = store;
    showOpening(opening, state.opening);
    live.hidden = !state.live;
    fill(live, state.following ? t('● Live') : t('⏸ Paused'));
    live.title = state.following ? t('Following the program; Space pauses the picture') : t('The program goes on; Space follows it again');
    live.classList.toggle('on', state.following);
    if (document.activeElement !== input) input.value = state.filter;
    input.classList.toggle('bad', state.filterProblem !== null);
    fill(
      hits,
      state.filter === ''
        ? ''
        : state.filterProblem === null
          ? state.matches === 1
            ? t('1 task')
            : t('{0} tasks', state.matches)
          : describeProblem(state.filterProblem),
    );
    hits.classList.toggle('bad', state.filterProblem !== null);
    only.hidden = state.filter === '';
    press(only, state.hideOthers);
    press(mine, state.justMyCode);
    press(fold, state.foldIdle);
    fold.hidden = (state.summary?.idle.length ?? 0) === 0;
    press(table, state.table);
    chips.forEach((chip, i) => press(chip, (state.hiddenStates & LEGEND[i]!.bits) === 0));
  };
  store.subscribe(update);
  update();
  return { element, focusFilter: () => input.focus() };
}

const OPENING: Readonly<Record<Opening['phase'], readonly [label: string, title: string]>> = {
  reading: [t('Reading the trace'), t('What has been read is shown; the rest of the trace follows')],
  analysing: [t('Analysing the trace'), t('The picture is complete; findings follow')],
  failed: [t('Not analysed'), t('The trace could not be analysed: nothing is known about findings')],
};

/** How much of a file has been read; findings come when all of it has been analysed. */
function showOpening(chip: HTMLElement, opening: Opening | null): void {
  chip.hidden = opening === null;
  if (opening === null) return;
  const { phase, share } = opening;
  const percent = Math.floor(share * 100);
  const text = phase === 'reading' ? t('Reading {0} %', percent) : phase === 'analysing' ? t('Analysing…') : t('Not analysed');
  if (chip.textContent === text) return;
  const [label, title] = OPENING[phase];
  chip.textContent = text;
  chip.title = title;
  chip.setAttribute('aria-label', label);
  if (phase === 'reading') chip.setAttribute('aria-valuenow', String(percent));
  else chip.removeAttribute('aria-valuenow');
}

function toggleButton(label: string, title: string, onclick: () => void): HTMLButtonElement {
  return button(label, title, onclick, 'toggle');
}

function press(element: HTMLElement, pressed: boolean): void {
  element.setAttribute('aria-pressed', String(pressed));
}
