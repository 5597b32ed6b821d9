/** One finding explained: words first, then two orders side by side, with a stepper that moves both editors. */
import { distinctLanes } from '../../model/findingSvg.ts';
import { findingMarkdown, findingMermaid } from '../../model/findingText.ts';
import { type SourcePlace, type TimelineFinding, type TimelineStep, roleText } from '../../model/requests.ts';
import type { Controller } from '../controller.ts';
import { button, el, fill, focusPicture, keepFocus, rich } from '../dom.ts';
import type { Child } from '../dom.ts';
import { markerIcon } from '../render/markers.ts';
import { placeLink } from './words.ts';
import { t } from '../l10n.ts';

export function makeExplain(controller: Controller): HTMLElement {
  const { store } = controller;
  const element = el('section', { class: 'explain', role: 'dialog', hidden: true, aria: { label: t('Finding explained'), modal: true } });
  let step = 0;
  let shown = '';
  let written = '';
  const go = (to: number, steps: readonly TimelineStep[]): void => {
    step = Math.max(0, Math.min(steps.length - 1, to));
    const place = steps[step]?.location ?? null;
    // Lane 0 in the first editor group, the others beside it.
    if (place !== null) controller.openSource(place, true, (steps[step]?.lane ?? 0) > 0);
    render();
    element.querySelector('.current')?.scrollIntoView({ block: 'nearest' });
  };
  const render = (): void => {
    const finding = controller.selectedFinding();
    if (finding === null) {
      fill(element);
      return;
    }
    const heading = (): HTMLElement | null => element.querySelector('h1');
    const hadHeading = heading()?.contains(document.activeElement) === true;
    keepFocus(
      element,
      () => fill(element, ...contentOf(controller, finding, step, (to) => go(to, finding.scenario?.happened ?? []))),
      heading,
    );
    if (shown !== finding.id) heading()?.focus();
    // Without a scroll: the step that one looks at may be far below.
    else if (hadHeading) heading()?.focus({ preventScroll: true });
    shown = finding.id;
  };
  element.addEventListener('keydown', (event) => {
    const steps = controller.selectedFinding()?.scenario?.happened ?? [];
    if (event.key === 'ArrowRight' || event.key === 'ArrowDown') go(step + 1, steps);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') go(step - 1, steps);
    else if (event.key === 'Escape' || event.key === 'e') store.set({ explain: false });
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  store.subscribe((state, changed) => {
    if (!changed.has('explain') && !changed.has('finding') && !changed.has('summary') && !changed.has('sources')) return;
    if (changed.has('finding')) step = 0;
    const wasHidden = element.hidden;
    element.hidden = !state.explain;
    const finding = state.explain ? controller.selectedFinding() : null;
    if (finding !== null) void controller.parts.readLines(finding);
    if (state.explain) {
      // While a program runs the summary is new many times a second, and the finding is seldom another: a press on a button must find it again.
      const isSame = !wasHidden && [...changed].every((key) => key === 'summary' || key === 'axis' || key === 'viewport');
      const now = JSON.stringify(finding);
      if (!isSame || now !== written) render();
      written = now;
    } else if (!wasHidden) {
      shown = '';
      focusPicture();
    }
  });
  return element;
}

function contentOf(controller: Controller, finding: TimelineFinding, step: number, go: (to: number) => void): Child[] {
  const { scenario } = finding;
  const confidence = Math.round(finding.confidence * 100);
  const head = [
    el(
      'div',
      { class: 'top' },
      el('span', { class: `kind ${finding.severity}` }, markerIcon(finding.kind, finding.severity), ` ${finding.kind}`),
      button('✕', t('Close (Esc)'), () => controller.store.set({ explain: false }), 'icon'),
    ),
    el('h1', { tabindex: -1 }, ...rich(finding.message)),
    el(
      'p',
      { class: 'badges' },
      el('span', { class: 'badge' }, finding.verdict === 'observed' ? t('observed in this run') : t('possible in another order')),
      el('span', { class: 'badge' }, t('confidence {0} %', confidence)),
      finding.occurrences > 1 && el('span', { class: 'badge' }, `×${finding.occurrences}`),
    ),
  ];
  const why =
    finding.why.length === 0 ? [] : [el('h2', {}, t('Why')), el('ul', {}, ...finding.why.map((line) => el('li', {}, ...rich(line))))];
  const places =
    finding.locations.length === 0
      ? []
      : [
          el('h2', {}, t('Where')),
          el(
            'ul',
            { class: 'places' },
            ...finding.locations.map((place) =>
              el(
                'li',
                {},
                el('span', { class: 'role' }, roleText(place)),
                placeLink(controller, place),
                place.function !== '' && el('span', { class: 'quiet' }, ` ${t('in {0}', place.function)}`),
                sourceOf(controller, place),
              ),
            ),
          ),
        ];
  const picture: Child[] = [];
  if (scenario !== undefined && scenario.happened.length > 0) {
    const n = scenario.happened.length;
    const lanes = distinctLanes(scenario.lanes);
    picture.push(
      el(
        'div',
        { class: 'stepper', role: 'group', aria: { label: t('Steps') } },
        button('◀', t('Previous step (←)'), () => go(step - 1), 'icon'),
        el(
          'span',
          { role: 'status' },
          ...rich(
            t(
              'Step {0} of {1}: {2} {3}',
              step + 1,
              n,
              lanes[scenario.happened[step]?.lane ?? 0] ?? '',
              scenario.happened[step]?.text ?? '',
            ),
          ),
        ),
        button('▶', t('Next step (→)'), () => go(step + 1), 'icon'),
      ),
      el(
        'div',
        { class: 'swimlanes' },
        lanesOf(controller, finding.verdict === 'observed' ? t('What happened') : t('What can happen'), lanes, scenario.happened, step, go),
        scenario.other.length > 0 && lanesOf(controller, scenario.otherTitle, lanes, scenario.other, -1, null),
      ),
    );
  }
  const actions = el(
    'p',
    { class: 'actions' },
    button(
      t('Copy as Markdown'),
      t('Copy this explanation, with a diagram of both orders'),
      () => controller.copy(findingMarkdown(finding)),
      'plain',
    ),
    scenario !== undefined &&
      button(t('Copy as Mermaid'), t('Copy a sequence diagram of both orders'), () => controller.copy(findingMermaid(finding)), 'plain'),
    scenario !== undefined && button(t('Export SVG…'), t('Save both orders as a picture'), () => controller.exportSvg(finding), 'plain'),
    button(t('Suppress…'), t('Do not report this again'), () => controller.suppress(finding), 'plain'),
    button(t('About this kind'), finding.help, () => controller.openDocs(finding.help), 'plain'),
  );
  const [top, ...words] = head;
  return [
    top ?? null,
    el(
      'div',
      { class: 'explained' },
      el('div', { class: 'words' }, ...words, ...why),
      el('div', { class: 'orders' }, ...picture),
      el('div', {}, ...places, actions),
    ),
  ];
}

/** The line of code, when it is known and as it ran. */
function sourceOf(controller: Controller, place: SourcePlace | null): Child {
  const text = place === null ? '' : (controller.store.state.sources.get(`${place.file}:${place.line}`) ?? '');
  return text === '' ? null : el('code', { class: 'source', title: text }, text);
}

/** Tasks are columns, time goes down. A table, so that it reads in order without a picture. */
function lanesOf(
  controller: Controller,
  title: string,
  lanes: readonly string[],
  steps: readonly TimelineStep[],
  current: number,
  go: ((to: number) => void) | null,
): HTMLElement {
  const rows = steps.map((step, i) =>
    el(
      'tr',
      { class: i === current ? 'current' : '', ...(go === null ? {} : { onclick: () => go(i) }) },
      el('td', { class: 'time' }, String(i + 1)),
      ...lanes.map((_, lane) =>
        lane === step.lane
          ? el(
              'td',
              { class: 'step' },
              el(
                'div',
                { class: 'box' },
                el('span', {}, ...rich(step.text)),
                placeLink(controller, step.location),
                sourceOf(controller, step.location),
              ),
            )
          : el('td', { class: 'life' }),
      ),
    ),
  );
  return el(
    'div',
    { class: 'order' },
    el(
      'table',
      { class: 'lanes' },
      el('caption', {}, title),
      el('tr', {}, el('th', { scope: 'col' }, '#'), ...lanes.map((lane) => el('th', { scope: 'col' }, lane))),
      ...rows,
    ),
  );
}
