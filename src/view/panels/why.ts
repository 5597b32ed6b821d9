/** The chain of waits of one task, from what it waits for to the code that is to blame. */
import type { Details } from '../../model/requests.ts';
import type { Controller } from '../controller.ts';
import { el } from '../dom.ts';
import type { Child } from '../dom.ts';
import { t } from '../l10n.ts';
import { formatDuration } from '../viewport.ts';
import { placeLink } from './words.ts';

export function whyTab(controller: Controller, details: Details): Child[] {
  if (details.why.length === 0) return [el('p', { class: 'quiet' }, t('It runs; it waits for nothing.'))];
  const steps = details.why.map((step) =>
    el(
      'li',
      { class: step.root ? 'root' : '' },
      el(
        'button',
        {
          class: 'hop',
          type: 'button',
          disabled: step.row < 0,
          onclick: () => void controller.jumpTo({ row: step.row, ns: step.ns }, 'why'),
        },
        el('span', { class: 'text' }, step.text),
        step.durationNs > 0 && el('b', {}, formatDuration(step.durationNs)),
      ),
      placeLink(controller, step.place),
      step.root && el('span', { class: 'badge' }, t('root cause')),
    ),
  );
  return [el('ol', { class: 'why' }, ...steps)];
}
