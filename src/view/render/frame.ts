/** Everything one frame is drawn from; the painters read nothing else. */
import type { EdgeChip } from './edgeChips.ts';
import type { CriticalReply, Details, StripsReply, SummaryReply, TimelineNote } from '../../model/requests.ts';
import type { TimeAxis } from '../axis.ts';
import type { Marker } from '../hitTest.ts';
import type { Geometry, Layout, RowBox } from '../layout.ts';
import type { Tile } from '../tile.ts';
import type { Viewport } from '../viewport.ts';
import type { Theme } from './theme.ts';

export interface Strips {
  readonly reply: StripsReply;
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

export interface Frame {
  readonly theme: Theme;
  readonly geometry: Geometry;
  readonly viewport: Viewport;
  readonly axis: TimeAxis;
  readonly layout: Layout;
  /** Rows on the screen. */
  readonly visible: readonly RowBox[];
  readonly scroll: number;
  readonly tile: Tile | null;
  readonly strips: Strips | null;
  readonly summary: SummaryReply | null;
  /** Ends of arrows that are not in the picture. */
  readonly chips: readonly EdgeChip[];
  readonly markers: readonly Marker[];
  /** Rows that stay bright while a finding is selected; null: all. */
  readonly bright: ReadonlySet<number> | null;
  readonly selectedRow: number;
  readonly hoverRow: number;
  readonly hoverX: number;
  readonly details: Details | null;
  readonly hovered: Details | null;
  readonly finding: string;
  readonly notes: readonly TimelineNote[];
  readonly critical: CriticalReply | null;
  readonly range: readonly [number, number] | null;
  readonly live: boolean;
  readonly focused: boolean;
  /** All flows, not just the nearest. */
  readonly allFlows: boolean;
}
