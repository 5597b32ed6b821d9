/** Go to a time, a task or a lock by its name: a box over the picture. */
import { parseDuration } from '../../model/query/filterText.ts';
import type { Controller } from '../controller.ts';
import { el, focusPicture } from '../dom.ts';
import { t } from '../l10n.ts';
import { formatDuration } from '../viewport.ts';
import { type Choice, makeChoices } from './choices.ts';

const DELAY_MS = 120;
const MAX_TASKS = 40;
const MAX_LOCKS = 10;

interface Target extends Choice {
  go(): unknown;
}

export function makeGoTo(controller: Controller): HTMLElement {
  const { store } = controller;
  const input = el('input', {
    type: 'text',
    class: 'target',
    placeholder: t('Go to a time (1.2s), a task or a lock'),
    aria: { label: t('Go to a time, a task or a lock') },
  });
  input.spellcheck = false;
  const close = (): void => store.set({ goTo: false });
  const choices = makeChoices<Target>(input, 'targets', t('Times, tasks and locks'), (target) => {
    close();
    void target.go();
  });
  const element = el('div', { class: 'go-to', role: 'dialog', hidden: true, aria: { label: t('Go to') } }, input, choices.element);
  let timer = 0;
  let turn = 0;
  const look = async (): Promise<void> => {
    const mine = ++turn;
    const targets = await targetsOf(controller, input.value.trim());
    if (mine === turn && store.state.goTo) choices.show(targets, true);
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), DELAY_MS);
  });
  input.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') close();
    else choices.key(event);
  });
  input.addEventListener('blur', close);
  store.subscribe((state, changed) => {
    if (!changed.has('goTo')) return;
    turn++;
    element.hidden = !state.goTo;
    if (!state.goTo) {
      choices.hide();
      if (document.activeElement === input || document.activeElement === document.body) {
        focusPicture();
      }
      return;
    }
    input.value = '';
    input.focus();
    void look();
  });
  return element;
}

async function targetsOf(controller: Controller, text: string): Promise<Target[]> {
  const ns = parseDuration(text.replace(',', '.'));
  const times = Number.isNaN(ns) ? [] : [{ text: formatDuration(ns), meaning: t('time of the run'), go: () => controller.goToTime(ns) }];
  const wanted = text.toLowerCase();
  const [hits, locks] = await Promise.all([
    controller.finder.search(text === '' ? '' : `"${text.replaceAll('"', '')}"`),
    controller.finder.locks(),
  ]);
  const tasks = new Map(hits.toReversed().map((hit) => [hit.row, hit]));
  return [
    ...times,
    ...locks
      .filter((lock) => lock.name.toLowerCase().includes(wanted))
      .slice(0, MAX_LOCKS)
      .map((lock) => ({ text: lock.name, meaning: lock.kind, go: () => controller.goToRow(lock.row) })),
    ...[...tasks.values()]
      .toSorted((a, b) => a.startNs - b.startNs)
      .slice(0, MAX_TASKS)
      .map((hit) => ({
        text: hit.task,
        meaning: t('from {0}, {1}', formatDuration(hit.startNs), hit.thread),
        go: () => controller.select(hit.row, (hit.startNs + hit.endNs) / 2),
      })),
  ];
}
