/** The pictures of the page that compares two runs: both on one axis of time, the earlier above it and the later mirrored below, and where their order first differs. Pure. */
import type { Divergence, OrderComparison, TaskPair } from '../../model/compare/compareOrder.ts';
import { distinctLanes } from '../../model/findingSvg.ts';
import { STATE_IO, STATE_LOCK, STATE_MASK, STATE_NATIVE, STATE_NONE, STATE_READY, STATE_RUNNING } from '../../model/requests.ts';
import { STATE_COLORS, type StateColor, colorVariables } from '../../model/stateColors.ts';
import type { OrderStep, RowStates } from '../../model/compare/runOrder.ts';
import { type HrefOf, code, duration, escape, shortPlace } from './compareText.ts';
import type { Translate } from '../../base/words.ts';

/** One task in both runs, with what it did; null: not in this run. */
export interface ComparedTask extends TaskPair {
  readonly states: readonly [before: RowStates | null, after: RowStates | null];
}
export interface ComparedOrders {
  readonly comparison: OrderComparison;
  readonly tasks: readonly ComparedTask[];
  /** When the first task began, and the end, in each run. */
  readonly ranges: readonly [before: Range, after: Range];
}
type Range = readonly [fromNs: number, toNs: number];

const WIDTH = 1040;
const GUTTER = 190;
const LANE = 20;
const AXIS = 26;
const BAR = 16;
const MIN_TICK_PX = 90;
const TICK_TEXT_PX = 60;
/** How much around the two steps is shown, as a part of the time between them. */
const AROUND = 0.75;
const MIN_SPAN_NS = 200_000;

/** The colour of a state, as themes and users may have changed it; its class is the last word of its id. */
function stateStyle({ id, dark, light, highContrast, highContrastLight }: StateColor): string {
  const css = CLASS_OF[id.split('.').at(-1) ?? ''] ?? id.split('.').at(-1) ?? '';
  const variable = (fallback: string): string =>
    colorVariables(id).reduceRight((inner, name) => `var(--vscode-${name.replaceAll('.', '\\.')}, ${inner})`, fallback);
  const rule = (theme: string, color: string): string => `  ${theme}svg .${css} { fill: ${variable(color)}; }\n`;
  return (
    rule('', dark) +
    rule('.vscode-light ', light) +
    rule('.vscode-high-contrast ', highContrast) +
    rule('.vscode-high-contrast-light ', highContrastLight)
  );
}

/** Classes and heights of the states, as in the timeline; a later one wins where several share a pixel. */
const STATES: readonly (readonly [css: string, share: number, word: (t: Translate) => string])[] = [
  ['await', 0.35, (t) => t('Await')],
  ['io', 0.35, (t) => t('I/O')],
  ['native', 1, (t) => t('Blocking')],
  ['running', 1, (t) => t('Running')],
  ['ready', 0.7, (t) => t('Ready')],
  ['lock', 0.7, (t) => t('Lock')],
];
const AWAIT = 0;
const RANK: ReadonlyMap<number, number> = new Map([
  [STATE_IO, 1],
  [STATE_NATIVE, 2],
  [STATE_RUNNING, 3],
  [STATE_READY, 4],
  [STATE_LOCK, 5],
]);

/** Where a class is not called as its colour. */
const CLASS_OF: Readonly<Record<string, string>> = { awaiting: 'await', locked: 'lock' };

export const PICTURE_STYLE = `
  figure { margin: 4px 0 8px; }
  figcaption { color: var(--vscode-descriptionForeground); }
  svg text { font: 12px var(--vscode-font-family); fill: var(--vscode-foreground); }
  svg .quiet { fill: var(--vscode-descriptionForeground); }
  svg .rule { stroke: var(--vscode-panel-border, var(--vscode-contrastBorder, rgba(128, 128, 128, 0.5))); }
  svg .mark { stroke: var(--vscode-focusBorder, currentColor); stroke-width: 1.5; }
  svg .sign { fill: var(--vscode-focusBorder, currentColor); }
  svg .swapped { font-weight: 700; }
  svg rect { stroke: var(--vscode-contrastBorder, none); stroke-width: 0.5; }
${STATE_COLORS.map(stateStyle).join('')}  .pair { display: flex; flex-wrap: wrap; gap: 8px 32px; }
  caption { text-align: left; font-weight: 600; padding: 4px 0; }
  tr.swapped td { font-weight: 700; }`;

/** What is said first of two runs: where their order differs; then the pictures. */
export function ordersHtml(orders: ComparedOrders, hrefOf: HrefOf, t: Translate): string {
  const { comparison, tasks, ranges } = orders;
  const { divergence } = comparison;
  const names = namesOf(tasks);
  const marks = divergence === null ? null : ([divergence.before.atNs, divergence.after.atNs] as const);
  const whole = picture(
    tasks,
    names,
    { ranges, zeros: [ranges[0][0], ranges[1][0]], marks, divergence },
    t('Both runs on one axis of time'),
    t,
  );
  const parts = [
    `<h2>${escape(t('First difference in order'))}</h2>\n`,
    divergence === null ? `<p>${escape(sameOrder(comparison, t))}</p>\n` : difference(divergence, names, hrefOf, t),
    divergence === null ? '' : near(tasks, names, divergence, t),
    tasks.length === 0 ? '' : `<h2>${escape(t('Timelines'))}</h2>\n${whole}${statesTable(tasks, names, t)}`,
  ];
  return parts.join('');
}

function sameOrder({ compared, isCut }: OrderComparison, t: Translate): string {
  const nothing = t(
    'In neither run did two tasks touch the same data or take the same lock where both can be compared, so there is no order to differ.',
  );
  if (compared === 0) return nothing;
  const same = t('All {0} steps on shared data and locks that are in both runs came in the same order.', compared);
  return isCut ? `${same} ${t('There were more, which were not compared.')}` : same;
}

function namesOf(tasks: readonly ComparedTask[]): ReadonlyMap<string, string> {
  const names = distinctLanes(tasks.map(({ name }) => name));
  return new Map(tasks.map(({ key }, i) => [key, names[i] ?? '']));
}

/** In words, then the two orders as tables beside each other. */
function difference({ keys, before, after }: Divergence, names: ReadonlyMap<string, string>, hrefOf: HrefOf, t: Translate): string {
  const [one, two] = keys.map((key) => names.get(key) ?? '');
  const [first, second] = before.swapped.map((i) => before.steps[i]) as [OrderStep, OrderStep];
  const sentence = t(
    'Before, `{0}` {1} `{2}` first, and then `{3}` {4} it; after, it was the other way round.',
    one ?? '',
    verb(first, t),
    first.text,
    two ?? '',
    verb(second, t),
  );
  const table = (
    run: 'before' | 'after',
    title: string,
    { steps, swapped }: Divergence['before'],
    taskOf: (step: OrderStep) => string,
  ): string => {
    const rows = steps.map((step, i) => {
      const place = step.place === null ? '' : `<a href="${escape(hrefOf(step.place, run))}">${escape(shortPlace(step.place))}</a>`;
      const isSwapped = swapped.includes(i);
      return `<tr${isSwapped ? ' class="swapped"' : ''}><td>${isSwapped ? '◆ ' : ''}${i + 1}</td><th scope="row">${escape(taskOf(step))}</th><td>${escape(verb(step, t))} <code>${escape(step.text)}</code></td><td>${place}</td></tr>\n`;
    });
    return `<table><caption>${escape(title)}</caption><thead><tr><th scope="col">#</th><th scope="col">${escape(t('Task'))}</th><th scope="col">${escape(t('Step'))}</th><th scope="col">${escape(t('Place'))}</th></tr></thead><tbody>\n${rows.join('')}</tbody></table>\n`;
  };
  // The first of the two before is the second after.
  const sideOf = (side: Divergence['before'], order: readonly [string, string]) => {
    const [x, y] = side.swapped.map((i) => side.steps[i]?.task);
    return (step: OrderStep): string => (step.task === x ? order[0] : step.task === y ? order[1] : '');
  };
  return `<p>${code(sentence)}</p>
<div class="pair scroll">${table('before', t('Before'), before, sideOf(before, [one ?? '', two ?? '']))}${table('after', t('After'), after, sideOf(after, [two ?? '', one ?? '']))}</div>
`;
}

function verb({ what }: OrderStep, t: Translate): string {
  return what === 'reads' ? t('reads') : what === 'writes' ? t('writes') : t('takes');
}

/** Around the two steps, each run set so that its first one is at zero. */
function near(tasks: readonly ComparedTask[], names: ReadonlyMap<string, string>, divergence: Divergence, t: Translate): string {
  const span = Math.max(MIN_SPAN_NS, divergence.before.spanNs, divergence.after.spanNs);
  const zeros = [divergence.before.atNs, divergence.after.atNs] as const;
  const ranges = zeros.map((ns): Range => [ns - span * AROUND, ns + span * (1 + AROUND)]) as [Range, Range];
  const isHere = ({ before, after }: ComparedTask): boolean =>
    [before, after].some((task, i) => task !== null && task.startNs <= (ranges[i]?.[1] ?? 0) && task.endNs >= (ranges[i]?.[0] ?? 0));
  return picture(
    tasks.filter(isHere),
    names,
    { ranges, zeros, marks: zeros, divergence },
    t('Around the difference: each run begins at its ◆'),
    t,
  );
}

interface Window {
  readonly ranges: readonly [Range, Range];
  /** What the axis calls 0 in each run. */
  readonly zeros: readonly [number, number];
  readonly marks: readonly [number, number] | null;
  readonly divergence: Divergence | null;
}

/** Lanes of the earlier run above the axis, of the later below it; the same task as far from the axis in both. */
function picture(tasks: readonly ComparedTask[], names: ReadonlyMap<string, string>, window: Window, title: string, t: Translate): string {
  const { ranges, zeros, marks, divergence } = window;
  const spans = ranges.map(([from, to], i) => [from - (zeros[i] ?? 0), to - (zeros[i] ?? 0)] as const);
  const from = Math.min(...spans.map(([begin]) => begin));
  const to = Math.max(from + 1, ...spans.map(([, end]) => end));
  const xOf = (ns: number): number => GUTTER + ((ns - from) / (to - from)) * (WIDTH - GUTTER - 8);
  const axisTop = 18 + tasks.length * LANE;
  const height = axisTop + AXIS + tasks.length * LANE + 18;
  const parts: string[] = [];
  ([0, 1] as const).forEach((side) => {
    const topOf = (i: number): number => (side === 0 ? axisTop - (i + 1) * LANE : axisTop + AXIS + i * LANE);
    tasks.forEach(({ key, name, states }, i) => {
      const top = topOf(i);
      const label = names.get(key) ?? name;
      const css = divergence?.keys.includes(key) === true ? ' class="swapped"' : states[side] === null ? ' class="quiet"' : '';
      parts.push(`<text x="4" y="${top + 14}"${css}>${escape(cut(label, 27))}<title>${escape(label)}</title></text>`);
      parts.push(...bars(states[side] ?? [], (ns) => xOf(ns - zeros[side]), top + (LANE - BAR) / 2, t));
    });
    const mark = marks?.[side];
    const y = side === 0 ? 12 : height - 4;
    parts.push(`<text class="quiet" x="4" y="${y}">${escape(side === 0 ? t('Before') : t('After'))}</text>`);
    if (mark === undefined) return;
    const x = round(xOf(mark - zeros[side]));
    const [top, bottom] = side === 0 ? [14, axisTop] : [axisTop + AXIS, height - 14];
    parts.push(`<line class="mark" x1="${x}" y1="${top}" x2="${x}" y2="${bottom}"/><text class="sign" x="${x - 5}" y="${y}">◆</text>`);
  });
  const legend = STATES.map(
    ([css, share, word]) =>
      `<svg width="14" height="14" aria-hidden="true"><rect class="${css}" x="1" y="${round(7 - 6 * share)}" width="12" height="${round(12 * share)}"/></svg> ${escape(word(t))}`,
  ).join(' &nbsp; ');
  return `<figure><div class="scroll" role="group" tabindex="0" aria-label="${escape(title)}"><svg role="img" aria-label="${escape(title)}" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">
${axis(from, to, xOf, axisTop)}${parts.join('\n')}
</svg></div><figcaption>${escape(title)}. &nbsp; ${legend}</figcaption></figure>
`;
}

function axis(from: number, to: number, xOf: (ns: number) => number, top: number): string {
  const least = ((to - from) / (WIDTH - GUTTER)) * MIN_TICK_PX;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= least) ?? least;
  const ticks: string[] = [];
  for (let ns = Math.ceil(from / step) * step; ns <= to; ns += step) {
    const x = round(xOf(ns));
    const label = Math.abs(ns) < step / 2 ? '0' : `${ns < 0 ? '−' : ''}${duration(Math.abs(ns))}`;
    const text = x + TICK_TEXT_PX > WIDTH ? '' : `<text class="quiet" x="${x + 3}" y="${top + 17}">${label}</text>`;
    ticks.push(`<line class="rule" x1="${x}" y1="${top}" x2="${x}" y2="${top + AXIS}"/>${text}`);
  }
  const edge = (y: number): string => `<line class="rule" x1="0" y1="${y}" x2="${WIDTH}" y2="${y}"/>`;
  return `${edge(top)}${edge(top + AXIS)}${ticks.join('')}\n`;
}

/** Pixel by pixel, so that a picture of a long run is no larger than one of a short run, and a wait for a lock is seen however short it was. */
function bars(states: RowStates, xOf: (ns: number) => number, top: number, t: Translate): string[] {
  const ranks = new Int8Array(WIDTH).fill(-1);
  for (const [value, fromNs, toNs] of states) {
    const state = value & STATE_MASK;
    if (state === STATE_NONE) continue;
    const x0 = Math.floor(xOf(fromNs));
    const x1 = Math.max(x0 + 1, Math.round(xOf(toNs)));
    const rank = RANK.get(state) ?? AWAIT;
    for (let x = Math.max(GUTTER, x0); x < Math.min(WIDTH, x1); x++) ranks[x] = Math.max(ranks[x] as number, rank);
  }
  const rects: string[] = [];
  for (let x = GUTTER; x < WIDTH;) {
    let end = x + 1;
    while (end < WIDTH && ranks[end] === ranks[x]) end++;
    const [css, share, word] = STATES[ranks[x] as number] ?? [];
    if (css !== undefined && share !== undefined && word !== undefined) {
      const height = BAR * share;
      rects.push(
        `<rect class="${css}" x="${x}" y="${round(top + (BAR - height) / 2)}" width="${end - x}" height="${round(height)}"><title>${escape(word(t))}</title></rect>`,
      );
    }
    x = end;
  }
  return rects;
}

/** The same for who does not see it. */
function statesTable(tasks: readonly ComparedTask[], names: ReadonlyMap<string, string>, t: Translate): string {
  const rows = tasks.flatMap(({ key, before, after, states }) =>
    ([before, after] as const).map((task, side) => {
      const label = `<th scope="row">${escape(names.get(key) ?? '')}</th><td>${escape(side === 0 ? t('Before') : t('After'))}</td>`;
      if (task === null) return `<tr>${label}<td colspan="4">${escape(t('not in this run'))}</td></tr>\n`;
      const sum = (state: number): number =>
        (states[side] ?? []).reduce((ns, [value, from, to]) => ns + ((value & STATE_MASK) === state ? to - from : 0), 0);
      const figures = [task.startNs, task.endNs - task.startNs, sum(STATE_RUNNING), sum(STATE_LOCK)];
      return `<tr>${label}${figures.map((ns) => `<td class="n">${duration(ns)}</td>`).join('')}</tr>\n`;
    }),
  );
  const heads = [t('Start'), t('Lasted'), t('Running'), t('Lock')].map((head) => `<th scope="col" class="n">${escape(head)}</th>`).join('');
  return `<details><summary>${escape(t('The timelines as a table'))}</summary><div class="scroll"><table><thead><tr><th scope="col">${escape(t('Task'))}</th><th scope="col">${escape(t('Run'))}</th>${heads}</tr></thead><tbody>
${rows.join('')}</tbody></table></div></details>
`;
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
