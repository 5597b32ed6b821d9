/** The critical path of a task in words: how its time divides by state, and the pieces that took most, to walk along. */
import { STATE_MASK } from '../../model/requests.ts';
import type { CriticalPiece, CriticalReply } from '../../model/requests.ts';
import type { Controller } from '../controller.ts';
import { el } from '../dom.ts';
import type { Child } from '../dom.ts';
import { formatDuration } from '../viewport.ts';
import { placeLink, stateTable } from './words.ts';
import { t } from '../l10n.ts';

const MAX_LINES = 12;
/** Less than this share of the whole is not worth a line. */
const MIN_SHARE = 0.002;

/** Pieces with the same words at the same place are one line; `first` is where a click leads. */
interface Line {
  readonly first: CriticalPiece;
  count: number;
  ns: number;
}

export function criticalTab(controller: Controller, { title, durationNs, pieces, whole }: CriticalReply): Child[] {
  const states = new Map<number, number>();
  const lines = new Map<string, Line>();
  for (const piece of pieces) {
    const ns = piece.toNs - piece.fromNs;
    states.set(piece.state & STATE_MASK, (states.get(piece.state & STATE_MASK) ?? 0) + ns);
    const key = `${piece.text}|${piece.place?.file}:${piece.place?.line}`;
    const line = lines.get(key);
    if (line === undefined) lines.set(key, { first: piece, count: 1, ns });
    else {
      line.count++;
      line.ns += ns;
    }
  }
  const totalNs = Math.max(1, durationNs);
  const head = el(
    'header',
    {},
    el('h2', {}, t('Critical path of {0}', title)),
    el(
      'div',
      { class: 'sub quiet' },
      t('{0} from start to end, through everything that it waited for. C or Escape leaves.', formatDuration(durationNs)),
    ),
  );
  const worth = [...lines.values()].filter((line) => line.ns >= durationNs * MIN_SHARE);
  const biggest = worth.toSorted((a, b) => b.ns - a.ns).slice(0, MAX_LINES);
  const list = biggest.map((line, i) =>
    el(
      'li',
      { class: i === 0 ? 'root' : '' },
      el(
        'button',
        {
          class: 'hop',
          type: 'button',
          onclick: () => void controller.jumpTo({ row: line.first.row, ns: (line.first.fromNs + line.first.toNs) / 2 }, 'why'),
        },
        el('span', { class: 'text' }, line.count > 1 ? `${line.first.text} ×${line.count}` : line.first.text),
        el('b', {}, formatDuration(line.ns)),
      ),
      placeLink(controller, line.first.place),
      i === 0 && el('span', { class: 'badge' }, t('biggest: {0} %', Math.round((line.ns / totalNs) * 100))),
    ),
  );
  return [
    head,
    stateTable(t('Critical path by state'), states, totalNs),
    el('ol', { class: 'why' }, ...list),
    !whole && el('p', { class: 'warning' }, `▒ ${t('The path has too many pieces: the last ones are missing.')}`),
  ];
}
