/** What lies over the canvas: tooltip, help, empty states, and one line for messages. */
import { FILTER_KEYS } from '../../model/query/filterText.ts';
import { STATE_MASK } from '../../model/requests.ts';
import type { Details, Row, TimelineFinding } from '../../model/requests.ts';
import type { Controller } from '../controller.ts';
import { button, el, fill, focusPicture, rich } from '../dom.ts';
import type { Child } from '../dom.ts';
import { ACTIONS } from '../input.ts';
import type { Geometry } from '../layout.ts';
import type { TimelineAction } from '../protocol.ts';
import { markerIcon } from '../render/markers.ts';
import { formatDuration } from '../viewport.ts';
import { KEY_WORDS } from './filterWords.ts';
import type { State } from '../store.ts';
import { STATE_WORDS } from './words.ts';
import { LEGEND } from './toolbar.ts';
import { t } from '../l10n.ts';

const SIGNS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  ' ': t('Space'),
  Backspace: '⌫',
  Escape: 'Esc',
};

function keyText(key: string): string {
  const parts = key.length === 1 ? [key] : key.split('+');
  return parts.map((part) => SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(' ');
}

/** All that keys do, in the order of the help. */
export function listActions(): TimelineAction[] {
  return Object.entries(ACTIONS).map(([name, [keys, meaning]]) => ({ name, keys: keys.map(keyText), meaning }));
}

export function makeHelp(controller: Controller): HTMLElement {
  const { store } = controller;
  const items = listActions().map(({ name, keys, meaning }) =>
    el(
      'div',
      { class: 'key' },
      el('span', {}, ...keys.slice(0, name === 'help' ? 1 : 2).map((key) => el('kbd', {}, key))),
      el('span', {}, meaning),
    ),
  );
  const legend = LEGEND.map((item) =>
    el(
      'div',
      { class: 'key' },
      el('span', {}, el('span', { class: `swatch ${item.css}` })),
      el('span', {}, `${item.name}: ${item.meaning}`),
    ),
  );
  const element = el(
    'section',
    { class: 'help', role: 'dialog', hidden: true, aria: { label: t('Keys and legend'), modal: true } },
    el(
      'div',
      { class: 'top' },
      el('h1', { tabindex: -1 }, t('Reading the timeline')),
      button('✕', t('Close (Esc)'), () => controller.toggle('help'), 'icon'),
    ),
    el(
      'p',
      {},
      t('One row is one task: a request, a timer, a call that nobody awaits. Its height and pattern say the same as its colour.'),
    ),
    el('div', { class: 'keys' }, ...legend),
    el('h2', {}, t('Keys')),
    el('div', { class: 'keys' }, ...items),
    el('h2', {}, t('Filter')),
    el(
      'p',
      {},
      t(
        'Words are looked for in names and files. Terms together must all hold, {0} is one or the other, {1} is not. Values are words, "several words", or /patterns/.',
        '|',
        '-',
      ),
    ),
    el(
      'div',
      { class: 'keys' },
      ...FILTER_KEYS.map((key) => el('div', { class: 'key' }, el('span', {}, el('kbd', {}, key)), el('span', {}, KEY_WORDS[key]))),
    ),
    el('h2', {}, t('Mouse')),
    el(
      'p',
      {},
      t(
        'Wheel scrolls, Ctrl+wheel zooms, Shift+drag pans, drag selects a range with statistics, double click fits, Ctrl+click opens the source.',
      ),
    ),
  );
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' && event.key !== '?') return;
    event.stopPropagation();
    controller.toggle('help');
  });
  store.subscribe((state, changed) => {
    if (!changed.has('help')) return;
    element.hidden = !state.help;
    if (state.help) element.querySelector<HTMLElement>('h1')?.focus();
    else focusPicture();
  });
  return element;
}

/** The tooltip; `show(null)` hides it. It stays within the canvas: below the pointer, or above it where there is no room. */
export function makeTooltip(geometry: () => Geometry): {
  element: HTMLElement;
  show(words: readonly Child[] | null, x?: number, y?: number): void;
} {
  const element = el('div', { class: 'tooltip', hidden: true, role: 'tooltip' });
  return {
    element,
    show(words, x = 0, y = 0) {
      element.hidden = words === null;
      if (words === null) return;
      fill(element, ...words);
      const box = element.getBoundingClientRect();
      const { width, height } = geometry();
      const below = y + 18;
      element.style.left = `${Math.max(4, Math.min(width - box.width - 4, x + 14))}px`;
      element.style.top = `${below + box.height <= height ? below : Math.max(2, y - box.height - 8)}px`;
    },
  };
}

/** What a task does at a moment. */
export function describeState(details: Details): Child[] {
  const [css] = STATE_WORDS[details.state & STATE_MASK] ?? ['none', ''];
  const last = details.why.length > 1 ? details.why.at(-1) : undefined;
  return [
    el('b', {}, details.title),
    el(
      'div',
      { class: 'state' },
      el('span', { class: `swatch ${css}` }),
      details.stateText,
      el('b', {}, formatDuration(details.endNs - details.startNs)),
    ),
    last !== undefined && el('div', { class: 'quiet' }, last.text),
  ];
}

/** What the strips above the rows show at a position of the axis. */
export function describeStrips({ strips, summary }: Pick<State, 'strips' | 'summary'>, axis: number): Child[] | null {
  if (strips === null) return null;
  const { reply, from, to, width } = strips;
  const at = Math.floor(((axis - from) / (to - from)) * width);
  const [lag, running, native, io, pool] = [reply.lag[at], reply.running[at], reply.native[at], reply.io[at], reply.pool[at]];
  if (lag === undefined || running === undefined || native === undefined || io === undefined || pool === undefined) return null;
  const percent = (share: number): number => Math.round(share * 100);
  const isLongest = reply.maxLag !== null && lag >= reply.maxLag.ns * 0.999;
  const lines = [
    [t('Loop lag'), lag > 0 ? `${formatDuration(lag)}${isLongest ? ` ${reply.maxLag?.text ?? ''}` : ''}` : t('none')],
    [t('Running'), `${percent(running)} %`],
    [t('Blocking'), `${percent(native)} %`],
    [t('Pending I/O'), String(Math.round(io))],
    [t('Thread pool'), t('{0} of {1} busy', Math.min(Math.round(pool), summary?.poolSize ?? 4), summary?.poolSize ?? 4)],
  ] as const;
  return [el('dl', { class: 'strip-words' }, ...lines.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]))];
}

/** All of a row's name, where the labels have not enough room for it. */
export function describeRow({ label, detail }: Row): Child[] {
  return [el('b', {}, label), detail !== '' && el('div', { class: 'quiet' }, detail)];
}

const MAX_TOLD = 3;

/** The findings of one sign on the rail. */
export function describeFindings(findings: readonly TimelineFinding[]): Child[] {
  const told = findings
    .slice(0, MAX_TOLD)
    .map(({ kind, severity, message }) =>
      el('div', { class: `told ${severity}` }, markerIcon(kind, severity), el('span', {}, ...rich(message))),
    );
  const more = findings.length - told.length;
  return [...told, more > 0 && el('div', { class: 'quiet' }, t('{0} more', more))];
}

const NOTICE_MS = 10_000;

/** Said in place of a picture, and as one line over it. */
export function makeMessages(controller: Controller): { empty: HTMLElement; notice: HTMLElement } {
  const { store } = controller;
  const empty = el('div', { class: 'empty', hidden: true });
  const text = el('span', {});
  let timer = 0;
  const notice = el(
    'div',
    { class: 'notice', role: 'alert', hidden: true },
    text,
    button('✕', t('Close'), () => store.set({ notice: '' }), 'icon'),
  );
  store.subscribe((state) => {
    notice.hidden = state.notice === '';
    if (text.textContent !== state.notice) {
      text.textContent = state.notice;
      clearTimeout(timer);
      timer = window.setTimeout(() => store.set({ notice: '' }), NOTICE_MS);
    }
    const { summary } = state;
    if (summary === null) {
      empty.hidden = false;
      fill(empty, el('h2', {}, t('Opening the trace…')));
    } else if (summary.lanes === 0) {
      empty.hidden = false;
      fill(
        empty,
        el(
          'h2',
          {},
          state.opening !== null
            ? t('Reading the trace…')
            : summary.ended
              ? t('The program ended before anything was recorded.')
              : state.live
                ? t('Waiting for the first event…')
                : t('The trace is cut before its first event.'),
        ),
        summary.ended &&
          el(
            'p',
            {},
            summary.exitCode === null
              ? t('Its output is in the terminal or the Debug Console.')
              : t('Exit code {0}. Its output is in the terminal or the Debug Console.', summary.exitCode),
          ),
      );
    } else if (state.filter !== '' && state.filterProblem === null && state.matches === 0) {
      empty.hidden = false;
      fill(
        empty,
        el('h2', {}, t('No task matches the filter.')),
        button(t('Clear filter'), '', () => controller.finder.setFilter(''), 'primary'),
      );
    } else empty.hidden = true;
  });
  return { empty, notice };
}
