/** What an arrow of the selection leads to when that is not in the picture: a chip at the edge, which says what and when, and leads there. */
import type { FlowItem } from '../../model/requests.ts';
import type { TimeAxis } from '../axis.ts';
import { xOf } from '../hitTest.ts';
import type { Geometry, Layout } from '../layout.ts';
import { formatDuration, type Viewport } from '../viewport.ts';
import { t } from '../l10n.ts';

export const NEAR_ARROWS = 6;
export const MAX_ARROWS = 64;
/** More of them would cover the picture; the list of arrows in the pane has all. */
const MAX_CHIPS = 6;
const CHAR_PX = 6;
const PADDING_PX = 6;
export const CHIP_HEIGHT = 20;
/** The smallest that is easily hit is higher. */
const REACH_PX = 2;
const MAX_NAME = 32;
/** Room for the bar that scrolls. */
const RIGHT_PX = 12;

export interface EdgeChip {
  readonly row: number;
  readonly ns: number;
  readonly text: string;
  /** Top left. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface Picture {
  readonly axis: TimeAxis;
  readonly geometry: Geometry;
  readonly layout: Layout;
  readonly viewport: Viewport;
  readonly scroll: number;
}

/** Where an arrow begins and ends, from the selection: the other end is the one that it leads to. */
function otherEnd({ direction, fromNs, toNs }: FlowItem): { readonly ns: number; readonly own: number } {
  return direction === 'in' ? { ns: fromNs, own: toNs } : { ns: toNs, own: fromNs };
}

export function edgeChips(flows: readonly FlowItem[], { axis, geometry, layout, viewport, scroll }: Picture): EdgeChip[] {
  const chips: EdgeChip[] = [];
  for (const flow of flows) {
    if (chips.length === MAX_CHIPS) break;
    const box = layout.byId.get(flow.row);
    if (flow.row < 0) continue;
    const { ns, own } = otherEnd(flow);
    const atX = xOf(axis.toAxis(ns), geometry, viewport);
    const top = geometry.bands.header;
    // One that is in no row of the picture is in a group that is closed, or filtered out.
    const atY = box === undefined ? top - 1 : top + box.top - scroll + box.height / 2;
    const sign = atY < top ? '↑' : atY > geometry.height ? '↓' : atX < geometry.gutter ? '←' : atX > geometry.width ? '→' : '';
    if (sign === '') continue;
    const name = box?.row.label ?? flow.text;
    const apart = Math.abs(ns - own);
    const when = apart < 1000 ? '' : ns < own ? t('{0} earlier', formatDuration(apart)) : t('{0} later', formatDuration(apart));
    const short = name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name;
    const text = [`${sign} ${short}`, when].filter((part) => part !== '').join(' · ');
    const width = text.length * CHAR_PX + 2 * PADDING_PX;
    const x = Math.max(geometry.gutter + 4, Math.min(geometry.width - width - RIGHT_PX, atX - width / 2));
    const inward = atY > geometry.height ? -1 : 1;
    let y = Math.max(top + 3, Math.min(geometry.height - CHIP_HEIGHT - 3, atY - CHIP_HEIGHT / 2));
    const covers = (chip: EdgeChip): boolean =>
      Math.abs(chip.y - y) < CHIP_HEIGHT + 2 && x < chip.x + chip.width + 4 && chip.x < x + width + 4;
    for (let i = 0; i < MAX_CHIPS && chips.some(covers); i++) y += inward * (CHIP_HEIGHT + 3);
    chips.push({ row: flow.row, ns, text, x, y, width });
  }
  return chips;
}

export function chipAt(chips: readonly EdgeChip[], x: number, y: number): EdgeChip | undefined {
  return chips.find((chip) => x >= chip.x && x <= chip.x + chip.width && y >= chip.y - REACH_PX && y <= chip.y + CHIP_HEIGHT + REACH_PX);
}
