/** The pane beside the canvas: findings, and everything about what is selected, in tabs. */
import { STATE_MASK } from '../../model/requests.ts';
import { clockTime, type PartTimes } from '../../model/partOf.ts';
import type { Details, FlowItem, SummaryReply, TimelineFinding } from '../../model/requests.ts';
import type { Controller } from '../controller.ts';
import { button, el, fill, keepFocus, refill, rich } from '../dom.ts';
import type { Child } from '../dom.ts';
import { markerIcon } from '../render/markers.ts';
import { criticalTab } from './critical.ts';
import { findingTab } from './findingTab.ts';
import { makeNotes } from './notes.ts';
import { statisticsTab } from './statistics.ts';
import { whyTab } from './why.ts';
import { STATE_WORDS, figuresOf, partHints, placeLink, stateTable } from './words.ts';
import type { State, Tab } from '../store.ts';
import { formatDuration } from '../viewport.ts';
import { t } from '../l10n.ts';

const TABS: readonly (readonly [Tab, string])[] = [
  ['findings', t('Findings')],
  ['summary', t('Summary')],
  ['why', t('Why')],
  ['stack', t('Stack')],
  ['flows', t('Flows')],
  ['locks', t('Locks')],
  ['notes', t('Notes')],
];
const SELECTED: readonly (keyof State)[] = ['details', 'selection', 'critical', 'finding', 'findingTasks'];
/** What the tabs show; `SELECTED` unless said. */
const SHOWN: Readonly<Partial<Record<Tab, readonly (keyof State)[]>>> = {
  findings: ['summary', 'finding', 'live', 'canChoosePart', 'lastWords'],
  summary: [...SELECTED, 'summary', 'finding', 'statistics', 'statisticsSort', 'range'],
  notes: [...SELECTED, 'notes', 'draft', 'canNote', 'range'],
};

export function makeSide(controller: Controller): HTMLElement {
  const { store } = controller;
  const tabs = TABS.map(([tab, name]) => {
    const element = el(
      'button',
      {
        role: 'tab',
        type: 'button',
        id: `tab-${tab}`,
        aria: { controls: 'panel', selected: false },
        onclick: () => controller.setTab(tab),
      },
      name,
    );
    element.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
      const at = TABS.findIndex(([each]) => each === store.state.tab);
      const next = TABS[(at + (event.key === 'ArrowRight' ? 1 : TABS.length - 1)) % TABS.length]!;
      controller.setTab(next[0]);
      document.getElementById(`tab-${next[0]}`)?.focus();
    });
    return element;
  });
  const list = el('div', { class: 'tabs', role: 'tablist', aria: { label: t('Details') } }, ...tabs);
  const panel = el('div', { class: 'panel', role: 'tabpanel', id: 'panel', tabindex: 0 });
  const element = el('aside', { class: 'side', aria: { label: t('Details') } }, list, panel);
  const notesOf = makeNotes(controller);
  const update = (): void => {
    const { state } = store;
    TABS.forEach(([tab], i) => {
      const isSelected = tab === state.tab;
      tabs[i]!.setAttribute('aria-selected', String(isSelected));
      tabs[i]!.tabIndex = isSelected ? 0 : -1;
    });
    panel.setAttribute('aria-labelledby', `tab-${state.tab}`);
    keepFocus(panel, () => {
      // While a program runs there are new findings many times a second, and what is under the pointer must be there long enough for a click.
      if (state.tab === 'findings') refill(panel, ...findingsOf(controller, state));
      else fill(panel, ...(state.tab === 'notes' ? notesOf(state) : contentOf(controller, state)));
    });
  };
  let phase: string | undefined;
  store.subscribe(({ opening }, changed) => {
    const isOtherPhase = opening?.phase !== phase;
    phase = opening?.phase;
    const keys = SHOWN[store.state.tab] ?? SELECTED;
    if (isOtherPhase || changed.has('tab') || keys.some((key) => changed.has(key))) update();
    // Another text begins at its beginning.
    if (changed.has('tab')) panel.scrollTop = 0;
    // It may have been chosen elsewhere, among hundreds.
    if (changed.has('finding')) panel.querySelector('.finding.selected')?.scrollIntoView({ block: 'nearest' });
  });
  update();
  return element;
}

function contentOf(controller: Controller, state: State): Child[] {
  if (state.tab === 'findings') return findingsOf(controller, state);
  if (state.tab === 'summary' && state.range !== null) return statisticsTab(controller, state, state.range);
  const { details } = state;
  const finding = state.selection === null ? controller.selectedFinding() : null;
  if (finding !== null) return [...findingTab(controller, state, finding), state.tab === 'summary' && wholeRun(controller)];
  if (details === null) {
    return [
      el(
        'p',
        { class: 'quiet' },
        state.selection === null
          ? t('Select something in the timeline: click, or use the arrow keys.')
          : t('Nothing happens in this row at this moment.'),
      ),
      state.tab === 'summary' && wholeRun(controller),
    ];
  }
  const head = headOf(controller, details);
  switch (state.tab) {
    case 'why':
      return state.critical === null ? [head, ...whyTab(controller, details)] : criticalTab(controller, state.critical);
    case 'stack':
      return [head, ...stackTab(controller, details)];
    case 'flows':
      return [head, ...flowsTab(controller, details)];
    case 'locks':
      return [head, ...locksTab(controller, details)];
    default:
      return [head, ...summaryTab(controller, state, details)];
  }
}

function headOf(controller: Controller, details: Details): HTMLElement {
  const [css] = STATE_WORDS[details.state & STATE_MASK] ?? ['none', ''];
  return el(
    'header',
    {},
    el('h2', {}, details.title),
    el('div', { class: 'sub' }, placeLink(controller, details.place)),
    el(
      'div',
      { class: 'state' },
      el('span', { class: `swatch ${css}`, aria: { hidden: true } }),
      el('span', {}, details.stateText),
      el('b', {}, formatDuration(details.endNs - details.startNs)),
    ),
  );
}

function summaryTab(controller: Controller, state: State, details: Details): Child[] {
  const total = details.states.reduce((sum, ns) => sum + ns, 0);
  const facts = el(
    'dl',
    {},
    ...details.facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]),
    el('dt', {}, t('This state')),
    el('dd', {}, t('{0} to {1}', formatDuration(details.startNs), formatDuration(details.endNs))),
  );
  const findings = (state.summary?.findings ?? []).filter((f) => details.findings.includes(f.id));
  return [
    total > 0 &&
      stateTable(
        t('Time by state'),
        details.states.map((ns, state) => [state, ns] as const),
        total,
      ),
    facts,
    ...findings.map((f) => findingCard(controller, state, f)),
  ];
}

function stackTab(controller: Controller, details: Details): Child[] {
  if (details.stack.length === 0) return [el('p', { class: 'quiet' }, t('No user code is on this stack.'))];
  const items: Child[] = [];
  for (const item of details.stack) {
    if (item.heading !== '') items.push(el('li', { class: 'separator' }, item.heading));
    items.push(el('li', {}, el('span', { class: 'code' }, item.text), placeLink(controller, item.place)));
  }
  return [el('ul', { class: 'stack' }, ...items)];
}

const FLOW_SIGNS: Readonly<Record<FlowItem['kind'], string>> = { resolved: '→', created: '⋯', lock: '⇒', message: '⇢' };

function flowsTab(controller: Controller, details: Details): Child[] {
  if (details.flows.length === 0) {
    return [el('p', { class: 'quiet' }, t('Nothing outside of this task started, settled or released it here.'))];
  }
  const group = (direction: 'in' | 'out', title: string): Child[] => {
    const flows = details.flows.filter((f) => f.direction === direction);
    if (flows.length === 0) return [];
    return [
      el('h3', {}, title),
      el(
        'ul',
        { class: 'list' },
        ...flows.map((flow) =>
          el(
            'li',
            {},
            el(
              'button',
              {
                class: 'hop',
                type: 'button',
                onclick: () => void controller.jumpTo({ row: flow.row, ns: direction === 'in' ? flow.fromNs : flow.toNs }),
              },
              el('span', { class: 'text' }, `${FLOW_SIGNS[flow.kind]} ${flow.text}`),
              el('b', {}, formatDuration(direction === 'in' ? flow.fromNs : flow.toNs)),
            ),
            placeLink(controller, flow.place),
          ),
        ),
      ),
    ];
  };
  return [...group('in', t('Comes from')), ...group('out', t('Leads to'))];
}

const LOCK_WORDS = { held: t('holds'), waits: t('waits'), released: t('released'), cancelled: t('gave up') };

function locksTab(controller: Controller, details: Details): Child[] {
  if (details.locks.length === 0) return [el('p', { class: 'quiet' }, t('It asked for no lock.'))];
  return [
    el(
      'ul',
      { class: 'list' },
      ...details.locks.map((lock) =>
        el(
          'li',
          {},
          el(
            'button',
            {
              class: 'hop',
              type: 'button',
              disabled: lock.row < 0,
              onclick: () => void controller.jumpTo({ row: lock.row, ns: lock.fromNs }),
            },
            el('span', { class: `badge ${lock.state}` }, LOCK_WORDS[lock.state]),
            el('span', { class: 'text' }, lock.text),
          ),
          placeLink(controller, lock.place),
        ),
      ),
    ),
  ];
}

const OPENING_WORDS = {
  reading: t('Reading the trace: findings follow.'),
  analysing: t('Analysing the trace: findings follow.'),
  failed: t('The trace was not analysed.'),
};

function findingsOf(controller: Controller, state: State): Child[] {
  const { summary } = state;
  if (summary === null) return [el('p', { class: 'quiet' }, t('Loading…'))];
  // Of a program that ended without the recorder in it, or at once, nothing was checked.
  const isEmpty = summary.lanes === 0 && !state.live && state.opening === null;
  const isRunning = !summary.ended && state.live;
  const head = el(
    'header',
    {},
    el('h2', {}, headOfRun(state, summary, isEmpty, isRunning)),
    el('div', { class: 'sub quiet' }, figuresOf(summary)),
  );
  // With the findings comes a note that says it, too, and what it means for them.
  const missing = summary.incomplete.filter((each) => !summary.notes.some((note) => note.includes(each.replace(/\.$/, ''))));
  const notes = [...missing, ...(summary.dropped > 0 ? [t('{0} events were dropped.', summary.dropped)] : [])];
  const exit = summary.ended
    ? summary.signal !== null
      ? t('ended by {0}', summary.signal)
      : summary.exitCode === null
        ? t('its exit code is not known')
        : t('exit code {0}', summary.exitCode)
    : isRunning
      ? t('still running')
      : state.opening === null && summary.part === null
        ? t('its end was not recorded')
        : t('not read to its end');
  const { problems, hints } = partHints(summary.findings);
  const isChecked = (note: string): boolean => note.startsWith('Checked: ');
  const [checked, others] = [summary.notes.filter(isChecked), summary.notes.filter((note) => !isChecked(note))];
  return [
    head,
    problems.length === 0 && state.lastWords !== '' && el('p', { class: 'note-of-run' }, t('Its last words: {0}', state.lastWords)),
    // What is missing in the list, or wrong with its places, is nothing to look for below a hundred findings.
    ...others.map((note) => el('p', { class: 'note-of-run' }, ...rich(note))),
    ...problems.map((f) => findingCard(controller, state, f)),
    hints.length > 0 && el('h3', {}, hints.length === 1 ? t('1 hint') : t('{0} hints', hints.length)),
    ...hints.map((f) => findingCard(controller, state, f)),
    summary.leftWaiting > 0 && !isRunning && waitingAtEnd(controller, summary.leftWaiting),
    summary.part !== null && shownPart(controller, state, summary.part),
    problems.length === 0 &&
      state.opening === null &&
      !isEmpty &&
      !isRunning &&
      el('p', { class: 'quiet' }, t('A clean run is not a proof: other orders were possible.')),
    checked.length > 0 &&
      !isEmpty &&
      el('details', {}, el('summary', {}, t('What was checked')), el('ul', {}, ...checked.map((note) => el('li', {}, ...rich(note))))),
    ...notes.map((note) => el('p', { class: 'warning' }, `▒ ${note}`)),
    wholeRun(controller),
    el('p', { class: 'quiet' }, `${summary.command}, ${exit}`),
  ];
}

function headOfRun({ opening }: State, summary: SummaryReply, isEmpty: boolean, isRunning: boolean): string {
  const { findings, part, incomplete, exitCode } = summary;
  const { problems } = partHints(findings);
  if (problems.length > 0) return problems.length === 1 ? t('1 finding') : t('{0} findings', problems.length);
  if (opening !== null) return OPENING_WORDS[opening.phase];
  if (isEmpty) return t('Nothing was recorded.');
  if (isRunning) return t('No problems found so far.');
  if (part !== null) return t('No problems found in this part of the run.');
  if (incomplete.length > 0) return t('No problems found in what was recorded.');
  // It may have failed before it came to what matters.
  if (exitCode !== null && exitCode !== 0) return t('No problems found in this run, which ended with exit code {0}.', exitCode);
  return t('No problems found in this run.');
}

/** Of a test that was given up it is what one wants to know. */
function waitingAtEnd(controller: Controller, count: number): HTMLElement {
  return el(
    'p',
    { class: 'note-of-run' },
    count === 1 ? t('1 task was still waiting at the end.') : t('{0} tasks were still waiting at the end.', count),
    ' ',
    button(t('What it was waiting for'), t('Pending & Why'), () => controller.showPending(), 'link'),
  );
}

/** That this is not all of the run, and the way to the rest. */
function shownPart(controller: Controller, state: State, part: PartTimes): HTMLElement {
  return el(
    'p',
    { class: 'part' },
    part.ofMs === null
      ? t('Only a part of the run is shown: {0} to {1}.', clockTime(part.fromMs), clockTime(part.toMs))
      : t('Only a part of the run is shown: {0} to {1} of {2}.', clockTime(part.fromMs), clockTime(part.toMs), clockTime(part.ofMs)),
    ' ',
    state.canChoosePart &&
      button(t('Show Another Part…'), t('Choose which part of the run is read'), () => controller.choosePart(), 'link'),
  );
}

function wholeRun(controller: Controller): HTMLElement {
  return button(
    t('Statistics of the whole run'),
    t('By state, task, place, lock and thread (Shift+R)'),
    () => void controller.wholeRun(),
    'link',
  );
}

/** One finding with its actions. */
export function findingCard(controller: Controller, state: State, finding: TimelineFinding): HTMLElement {
  const isSelected = state.finding === finding.id;
  const place = finding.locations[0] ?? null;
  return el(
    'article',
    {
      class: `finding ${finding.severity}${isSelected ? ' selected' : ''}`,
      data: { id: finding.id },
      // The button in it is for the keyboard; a pointer may take any part that is not another button.
      onclick: (event) => {
        const isButton = event.target instanceof Element && event.target.closest('button') !== null;
        if (!isButton && !isSelected) void controller.selectFinding(finding.id);
      },
    },
    el(
      'button',
      {
        class: 'title',
        type: 'button',
        aria: { pressed: isSelected },
        onclick: () => (isSelected ? controller.leaveFinding() : void controller.selectFinding(finding.id)),
      },
      markerIcon(finding.kind, finding.severity),
      el('span', {}, ...rich(finding.message)),
    ),
    el(
      'div',
      { class: 'meta' },
      el('span', { class: 'kind' }, finding.kind),
      el('span', {}, finding.verdict === 'observed' ? t('observed') : t('possible')),
      finding.occurrences > 1 && el('span', {}, `×${finding.occurrences}`),
      placeLink(controller, place),
      isSelected && button(t('Explain'), t('Both orders, step by step (E)'), () => controller.explain(), 'link'),
    ),
  );
}
