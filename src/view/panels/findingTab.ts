/** What the tabs of a selection say while a finding is selected and none of its tasks: why it is one, and how its tasks stand. */
import type { Details, TimelineFinding } from '../../model/requests.ts';
import type { Controller } from '../controller.ts';
import { button, el, rich } from '../dom.ts';
import type { Child } from '../dom.ts';
import { t } from '../l10n.ts';
import { markerIcon } from '../render/markers.ts';
import type { State, Tab } from '../store.ts';
import { formatDuration } from '../viewport.ts';
import { whyTab } from './why.ts';
import { placeLink } from './words.ts';

export function findingTab(controller: Controller, state: State, finding: TimelineFinding): Child[] {
  const isWhy = state.tab === 'why';
  return [
    el(
      'header',
      {},
      el('h2', { class: finding.severity }, markerIcon(finding.kind, finding.severity), ` ${finding.kind}`),
      el(
        'div',
        { class: 'sub' },
        button(t('Explain'), t('Both orders, step by step (E)'), () => controller.explain(), 'link'),
      ),
    ),
    isWhy && finding.why.length > 0 && el('ul', { class: 'reasons' }, ...finding.why.map((line) => el('li', {}, ...rich(line)))),
    ...tasksOf(controller, state.findingTasks, state.tab),
  ];
}

function tasksOf(controller: Controller, tasks: readonly Details[] | null, tab: Tab): Child[] {
  if (tasks === null) return [el('p', { class: 'quiet' }, t('Loading…'))];
  if (tasks.length === 0) {
    return [
      el(
        'p',
        { class: 'quiet' },
        t('This finding is about no single task: select one in the timeline by a click, or with the arrow keys.'),
      ),
    ];
  }
  return [
    el('h3', {}, t('Its tasks')),
    ...tasks.flatMap((task) => [
      el(
        'p',
        { class: 'task' },
        el(
          'button',
          {
            class: 'hop',
            type: 'button',
            onclick: () => void controller.jumpTo({ row: task.row, ns: (task.startNs + task.endNs) / 2 }, tab),
          },
          el('span', { class: 'text' }, el('strong', {}, task.title), tab === 'why' ? '' : `: ${task.stateText}`),
          tab !== 'why' && el('b', {}, formatDuration(task.endNs - task.startNs)),
        ),
        placeLink(controller, task.place),
      ),
      ...(tab === 'why' ? whyTab(controller, task) : []),
    ]),
  ];
}
