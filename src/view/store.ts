/** What the view shows: one state, changed by `set`, watched by `subscribe`. */
import type { CriticalReply, Details, Row, StatisticsReply, SummaryReply, TimelineNote } from '../model/requests.ts';
import type { FilterProblem } from '../model/query/filterProblem.ts';
import { TimeAxis } from './axis.ts';
import { layoutRows } from './layout.ts';
import type { Layout } from './layout.ts';
import type { NoteDraft } from './notes.ts';
import type { Opening, ViewSettings } from './protocol.ts';
import type { Strips } from './render/frame.ts';
import type { Tile } from './tile.ts';
import { fitViewport } from './viewport.ts';
import type { Viewport } from './viewport.ts';

export type Tab = 'findings' | 'summary' | 'why' | 'stack' | 'flows' | 'locks' | 'notes';

export type StatisticsColumn = 'name' | 'count' | 'totalNs' | 'p50Ns' | 'p95Ns' | 'maxNs';

export interface State {
  readonly trace: string;
  readonly live: boolean;
  /** A file of which more is to come. */
  readonly opening: Opening | null;
  /** More is to come, and the right edge follows it. */
  readonly following: boolean;
  readonly settings: ViewSettings;
  readonly summary: SummaryReply | null;
  readonly axis: TimeAxis;
  readonly viewport: Viewport;
  readonly scroll: number;
  readonly rows: readonly Row[];
  readonly layout: Layout;
  readonly tile: Tile | null;
  readonly strips: Strips | null;
  readonly toggled: ReadonlySet<number>;
  readonly pinned: ReadonlySet<number>;
  readonly hidden: ReadonlySet<number>;
  /** Rows to show alone; empty for all. */
  readonly only: readonly number[];
  readonly filter: string;
  readonly filterProblem: FilterProblem | null;
  readonly matches: number;
  readonly hideOthers: boolean;
  readonly justMyCode: boolean;
  readonly foldIdle: boolean;
  readonly hiddenStates: number;
  readonly selection: { readonly row: number; readonly ns: number } | null;
  readonly details: Details | null;
  readonly hoverRow: number;
  readonly hoverX: number;
  readonly hovered: Details | null;
  /** Id of the selected finding, ''. */
  readonly finding: string;
  /** How the tasks of the selected finding stand while it happens; null until it is known. */
  readonly findingTasks: readonly Details[] | null;
  /** Source lines that were read, by `file:line`. */
  readonly sources: ReadonlyMap<string, string>;
  readonly bright: ReadonlySet<number> | null;
  readonly range: readonly [number, number] | null;
  readonly statistics: StatisticsReply | null;
  readonly statisticsSort: { readonly column: StatisticsColumn; readonly ascending: boolean };
  /** What a program that has failed wrote to stderr last, ''. */
  readonly lastWords: string;
  /** Of the selected task, when it was asked for. */
  readonly critical: CriticalReply | null;
  /** Of the reader, by time. */
  readonly notes: readonly TimelineNote[];
  readonly canNote: boolean;
  /** Another part of the run can be shown. */
  readonly canChoosePart: boolean;
  readonly draft: NoteDraft | null;
  readonly tab: Tab;
  readonly table: boolean;
  readonly explain: boolean;
  readonly help: boolean;
  /** The box to go to a time, a task or a lock. */
  readonly goTo: boolean;
  /** Grows whenever the filter box was asked for. */
  readonly searching: number;
  readonly allFlows: boolean;
  readonly focused: boolean;
  /** Something to say, '' for nothing. */
  readonly notice: string;
}

export const DEFAULT_SETTINGS: ViewSettings = { revealOnSelect: 'preview', compactLanes: false, keysWithScreenReader: false };

export function emptyState(): State {
  const axis = new TimeAxis(1, []);
  return {
    trace: '',
    live: false,
    opening: null,
    following: false,
    settings: DEFAULT_SETTINGS,
    summary: null,
    axis,
    viewport: fitViewport(axis.length),
    scroll: 0,
    rows: [],
    layout: layoutRows([], false),
    tile: null,
    strips: null,
    toggled: new Set(),
    pinned: new Set(),
    hidden: new Set(),
    only: [],
    filter: '',
    filterProblem: null,
    matches: 0,
    hideOthers: false,
    justMyCode: true,
    foldIdle: true,
    hiddenStates: 0,
    selection: null,
    details: null,
    hoverRow: -1,
    hoverX: -1,
    hovered: null,
    finding: '',
    findingTasks: null,
    sources: new Map(),
    bright: null,
    range: null,
    statistics: null,
    statisticsSort: { column: 'totalNs', ascending: false },
    lastWords: '',
    critical: null,
    notes: [],
    canNote: false,
    canChoosePart: false,
    draft: null,
    tab: 'findings',
    table: false,
    explain: false,
    help: false,
    goTo: false,
    searching: 0,
    allFlows: false,
    focused: false,
    notice: '',
  };
}

export type Listener = (state: State, changed: ReadonlySet<keyof State>) => void;

export class Store {
  #state: State = emptyState();
  readonly #listeners: Listener[] = [];

  get state(): State {
    return this.#state;
  }
  /** Changes some fields and tells everyone which of them really differ. */
  set(change: Partial<State>): void {
    const changed = new Set<keyof State>();
    for (const key of Object.keys(change) as (keyof State)[]) if (change[key] !== this.#state[key]) changed.add(key);
    if (changed.size === 0) return;
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener(this.#state, changed);
  }
  subscribe(listener: Listener): void {
    this.#listeners.push(listener);
  }
}

const IN_SELECTION = /(^|[\s(|-])in:selection(?=$|[\s)|])/gi;

/** The filter with the time of what is selected in place of `in:selection`: the engine knows no selection. */
export function effectiveFilter({ filter, range, details }: Pick<State, 'filter' | 'range' | 'details'>): string {
  const [from, to] = range ?? [details?.startNs, details?.endNs];
  if (from === undefined || to === undefined) return filter;
  return filter.replaceAll(IN_SELECTION, `$1time:${Math.round(from)}ns..${Math.round(to)}ns`);
}

/** Whether another selection makes it another filter. */
export function followsSelection({ filter }: State): boolean {
  return filter.search(IN_SELECTION) >= 0;
}
