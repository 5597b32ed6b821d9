/** Keeps what is drawn up to date with what is looked at: asks for summary, rows, tiles and strips, one of each at a time, the newest question last. */
import { Dropped } from './client.ts';
import type { EngineClient } from './client.ts';
import { TimeAxis } from './axis.ts';
import { clampScroll, layoutRows, visibleRows } from './layout.ts';
import type { Geometry } from './layout.ts';
import { isTileCurrent, readTile, tileRange } from './tile.ts';
import { effectiveFilter } from './store.ts';
import type { Store } from './store.ts';
import { clampViewport, fitViewport } from './viewport.ts';

/** Rows above and below the screen that are fetched with it, CSS pixels. */
const OVERSCAN = 400;
const OVERVIEW_BINS = 1200;
const ROW_LIMIT = 5000;
/** Runs narrower than this have no words, CSS pixels. */
const LABEL_PX = 34;

type Kind = 'summary' | 'rows' | 'tiles' | 'strips';

export class Loader {
  readonly #store: Store;
  readonly #client: EngineClient;
  readonly #geometry: () => Geometry;
  readonly #busy = new Set<Kind>();
  readonly #again = new Set<Kind>();
  #tileKey = '';
  #stripKey = '';
  #stripVersion = -1;
  /** Changes with every rebuild of the engine's index. */
  #version = -1;
  #first = true;
  #isCurrent = false;

  constructor(store: Store, client: EngineClient, geometry: () => Geometry) {
    this.#store = store;
    this.#client = client;
    this.#geometry = geometry;
  }

  /** Another trace: the first picture shows all of it. */
  reset(): void {
    this.#first = true;
    this.#version = -1;
    this.#tileKey = '';
    this.#busy.clear();
  }

  /** What is drawn now is what the engine knew when it was asked last. */
  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  /** Everything anew: after init, and when there is more of a live run. */
  async refresh(): Promise<void> {
    await this.#once('summary', () => this.#loadSummary());
    await this.#once('rows', () => this.#loadRows());
  }
  async refreshRows(): Promise<void> {
    await this.#once('rows', () => this.#loadRows());
  }

  /** Runs one load of a kind at a time; asked again meanwhile, it runs once more. */
  async #once(kind: Kind, load: () => Promise<void>): Promise<void> {
    if (this.#busy.has(kind)) {
      this.#again.add(kind);
      return;
    }
    this.#busy.add(kind);
    try {
      do {
        this.#again.delete(kind);
        await load();
      } while (this.#again.has(kind));
    } catch (error) {
      if (!(error instanceof Dropped)) this.#store.set({ notice: error instanceof Error ? error.message : String(error) });
    } finally {
      this.#busy.delete(kind);
    }
  }

  async #loadSummary(): Promise<void> {
    const summary = await this.#client.ask({ type: 'summary', bins: OVERVIEW_BINS });
    const { state } = this.#store;
    const axis = TimeAxis.ofRun(summary, state.foldIdle);
    let { viewport } = state;
    if (this.#first) viewport = fitViewport(axis.length);
    else if (state.following) {
      const span = viewport.to - viewport.from;
      const shownAll = span >= state.axis.length * 0.95;
      viewport = shownAll ? fitViewport(axis.length) : { from: axis.length - span * 0.95, to: axis.length + span * 0.05 };
    }
    this.#first = false;
    this.#version = summary.version;
    this.#store.set({ summary, axis, viewport: clampViewport(viewport, axis.length) });
  }

  async #loadRows(): Promise<void> {
    const { state } = this.#store;
    const reply = await this.#client.ask({
      type: 'rows',
      toggled: [...state.toggled],
      pinned: [...state.pinned],
      hidden: [...state.hidden],
      filter: effectiveFilter(state),
      hideOthers: state.hideOthers,
      justMyCode: state.justMyCode,
      only: state.only,
      limit: ROW_LIMIT,
    });
    const layout = layoutRows(reply.rows, state.settings.compactLanes);
    this.#version = reply.version;
    this.#store.set({
      rows: reply.rows,
      layout,
      filterProblem: reply.filterProblem,
      matches: reply.matches,
      scroll: clampScroll(layout, this.#geometry(), this.#store.state.scroll),
    });
  }

  /** Called before each frame: asks for a tile if the one there is does not fit any more. */
  ensureTiles(): void {
    const { state } = this.#store;
    const geometry = this.#geometry();
    if (state.summary === null || geometry.plot < 8) return;
    const plotPx = Math.max(1, Math.round(geometry.plot * geometry.dpr));
    const boxes = visibleRows(state.layout, state.scroll, geometry.height - geometry.bands.header, 0);
    const covered = state.tile !== null && boxes.every((box) => state.tile?.rows.has(box.row.id) === true);
    const key = `${state.hiddenStates}:${this.#version}:${state.foldIdle ? 1 : 0}:${plotPx}`;
    const isCurrent = state.tile !== null && covered && key === this.#tileKey && isTileCurrent(state.tile, state.viewport, plotPx);
    this.#isCurrent = isCurrent && !this.#busy.has('summary') && !this.#busy.has('rows');
    if (!isCurrent) void this.#once('tiles', () => this.#loadTiles(plotPx, key));
    const strips = state.strips;
    const stripsFit =
      strips !== null &&
      this.#stripVersion === this.#version &&
      isTileCurrent(strips, state.viewport, Math.round(geometry.plot)) &&
      this.#stripKey === key;
    if (!stripsFit) void this.#once('strips', () => this.#loadStrips(key));
  }

  async #loadTiles(plotPx: number, key: string): Promise<void> {
    const { state } = this.#store;
    const geometry = this.#geometry();
    const range = tileRange(state.viewport, plotPx, state.axis.length);
    const rows = visibleRows(state.layout, state.scroll, geometry.height - geometry.bands.header, OVERSCAN).map((box) => box.row.id);
    const reply = await this.#client.ask({
      type: 'tiles',
      rows,
      pieces: state.axis.pieces(range.from, range.to, range.width).filter((p) => p.t1 > 0),
      labelPx: LABEL_PX * geometry.dpr,
      hiddenStates: state.hiddenStates,
    });
    this.#tileKey = key;
    this.#store.set({ tile: readTile(reply, rows, range, range.width) });
  }

  async #loadStrips(key: string): Promise<void> {
    const { state } = this.#store;
    const geometry = this.#geometry();
    const range = tileRange(state.viewport, Math.round(geometry.plot), state.axis.length);
    const reply = await this.#client.ask({ type: 'strips', pieces: state.axis.pieces(range.from, range.to, range.width) });
    this.#stripVersion = this.#version;
    this.#stripKey = key;
    this.#store.set({ strips: { reply, from: range.from, to: range.to, width: reply.lag.length } });
  }
}
