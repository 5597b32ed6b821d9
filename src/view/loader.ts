/**
 * Keeps what is drawn up to date with what is looked at: asks for summary, rows, tiles and strips, one of each at a time, the newest question last. What was drawn lately is kept, and what is
 * likely to be looked at next is asked for when there is nothing else to ask (tileCache.ts): an answer takes the engine 2 ms and the editor ten times as long.
 */
import { Dropped } from './client.ts';
import type { EngineClient } from './client.ts';
import { TimeAxis } from './axis.ts';
import { clampScroll, layoutRows, visibleRows } from './layout.ts';
import type { Geometry } from './layout.ts';
import type { Strips } from './render/frame.ts';
import { readTile, tileRange } from './tile.ts';
import type { Tile } from './tile.ts';
import { PartCache, USUAL_ZOOM, likelyNext, zoomStep } from './tileCache.ts';
import { effectiveFilter } from './store.ts';
import type { State, Store } from './store.ts';
import { clampViewport, fitViewport } from './viewport.ts';
import type { Viewport } from './viewport.ts';

/** Rows above and below the screen that are fetched with it, CSS pixels. */
const OVERSCAN = 400;
const MAX_TIMES = 600;
/** What may be looked at next is asked for after so long, even if there is no time for it. */
const IDLE_MS = 100;
const OVERVIEW_BINS = 1200;
const ROW_LIMIT = 5000;
/** Runs narrower than this have no words, CSS pixels. */
const LABEL_PX = 34;

type Kind = 'summary' | 'rows' | 'tiles' | 'strips' | 'next';

export class Loader {
  readonly #store: Store;
  readonly #client: EngineClient;
  readonly #geometry: () => Geometry;
  /** What is under way. */
  #busy = new Map<Kind, Promise<void>>();
  readonly #again = new Set<Kind>();
  readonly #tiles = new PartCache<Tile>();
  readonly #strips = new PartCache<Strips>();
  /** What tiles are made of beside the part of the axis. */
  #key = '';
  #hasRows = false;
  /** Changes with every rebuild of the engine's index. */
  #version = -1;
  #first = true;
  #isCurrent = false;
  #isIdleAwaited = false;
  /** What is looked at. */
  #looked: { readonly viewport: Viewport; readonly scroll: number } = { viewport: fitViewport(1), scroll: 0 };
  /** Of the last step that zoomed. */
  #factor = USUAL_ZOOM;
  #movedAt = 0;
  /** From a move to the picture of it that is sharp, ms; 0 when that was there. */
  readonly sharpTimes: number[] = [];

  constructor(store: Store, client: EngineClient, geometry: () => Geometry) {
    this.#store = store;
    this.#client = client;
    this.#geometry = geometry;
    // Before the next frame: the question is on its way while that is painted.
    store.subscribe((_, changed) => {
      if ((changed.has('viewport') || changed.has('scroll')) && !this.#isLoading) this.ensureTiles();
    });
  }

  /** Another trace: the first picture shows all of it. */
  reset(): void {
    this.#first = true;
    this.#version = -1;
    this.#key = '';
    this.#hasRows = false;
    // Those that were on their way end later, and must not end what begins now.
    this.#busy = new Map();
  }

  get #isLoading(): boolean {
    return this.#busy.has('summary') || this.#busy.has('rows');
  }

  /** What is drawn now is what the engine knew when it was asked last. */
  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  /** Everything anew: after init, and when there is more of a live run. */
  async refresh(): Promise<void> {
    await Promise.all([this.#once('summary', () => this.#loadSummary()), this.refreshRows()]);
  }
  async refreshRows(): Promise<void> {
    await this.#once('rows', () => this.#loadRows());
  }

  /** Runs one load of a kind at a time. Asked again meanwhile, it runs once more, and all who asked wait for that. */
  async #once(kind: Kind, load: () => Promise<void>): Promise<void> {
    const busy = this.#busy;
    const underWay = busy.get(kind);
    if (underWay !== undefined) {
      this.#again.add(kind);
      return underWay;
    }
    let done: () => void = () => undefined;
    busy.set(kind, new Promise((resolve) => (done = resolve)));
    try {
      do {
        this.#again.delete(kind);
        await load();
      } while (this.#again.has(kind));
    } catch (error) {
      if (!(error instanceof Dropped)) this.#store.set({ notice: error instanceof Error ? error.message : String(error) });
    } finally {
      busy.delete(kind);
      done();
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
    this.#hasRows = true;
    this.#store.set({
      rows: reply.rows,
      layout,
      filterProblem: reply.filterProblem,
      matches: reply.matches,
      scroll: clampScroll(layout, this.#geometry(), this.#store.state.scroll),
    });
  }

  /** Called before each frame and after each move: asks for a tile if there is none that fits. */
  ensureTiles(): void {
    const { state } = this.#store;
    const geometry = this.#geometry();
    if (state.summary === null || !this.#hasRows || geometry.plot < 8) return;
    const key = `${state.hiddenStates}:${this.#version}:${state.foldIdle ? 1 : 0}:${this.#tilePx}`;
    this.#tiles.renew(key);
    this.#strips.renew(key);
    this.#key = key;
    const tile = this.#findTile(state.viewport, state.tile);
    const strips = this.#findStrips(state.viewport, state.strips);
    this.#isCurrent = tile !== null && !this.#isLoading;
    this.#follow(state, tile !== null);
    if (tile === null) void this.#once('tiles', () => this.#loadTiles());
    if (strips === null) void this.#once('strips', () => this.#loadStrips());
    if (tile !== null && strips !== null) this.#loadNextWhenIdle();
    this.#store.set({ ...(tile !== null && { tile }), ...(strips !== null && { strips }) });
  }

  /** Learns from each move. */
  #follow({ viewport, scroll, axis }: State, isSharp: boolean): void {
    const isMoved = this.#looked.viewport !== viewport || this.#looked.scroll !== scroll;
    if (isMoved) {
      this.#factor = zoomStep(this.#looked.viewport, viewport, axis.length) ?? this.#factor;
      this.#looked = { viewport, scroll };
      if (this.#movedAt === 0) this.#movedAt = performance.now();
    }
    if (!isSharp || this.#movedAt === 0) return;
    this.sharpTimes.push(isMoved ? 0 : performance.now() - this.#movedAt);
    this.#movedAt = 0;
    if (this.sharpTimes.length > MAX_TIMES) this.sharpTimes.splice(0, MAX_TIMES / 2);
  }

  get #tilePx(): number {
    const { plot, dpr } = this.#geometry();
    return Math.max(1, Math.round(plot * dpr));
  }
  get #stripPx(): number {
    return Math.round(this.#geometry().plot);
  }

  #visible({ layout, scroll }: State, overscan: number): number[] {
    const { height, bands } = this.#geometry();
    return visibleRows(layout, scroll, height - bands.header, overscan).map((box) => box.row.id);
  }

  #findTile(viewport: Viewport, shown: Tile | null): Tile | null {
    const hasAll = ({ rows }: Tile): boolean => this.#visible(this.#store.state, 0).every((id) => rows.has(id));
    return this.#tiles.find(viewport, this.#tilePx, hasAll, shown);
  }

  #findStrips(viewport: Viewport, shown: Strips | null): Strips | null {
    return this.#strips.find(viewport, this.#stripPx, () => true, shown);
  }

  /** What may be looked at next; nothing waits for it, so what is looked at now is painted before. */
  #loadNextWhenIdle(): void {
    if (this.#isIdleAwaited) return;
    this.#isIdleAwaited = true;
    requestIdleCallback(
      () => {
        this.#isIdleAwaited = false;
        this.#loadNext();
      },
      { timeout: IDLE_MS },
    );
  }

  #loadNext(): void {
    const { live, opening } = this.#store.state;
    // What grows is another picture soon.
    if (live || opening?.phase === 'reading' || !this.#isCurrent) return;
    void this.#once('next', async () => {
      const { viewport, axis } = this.#store.state;
      const next = likelyNext(viewport, this.#factor, axis.length);
      const tiles = next.filter((each) => this.#findTile(each, null) === null);
      const strips = next.filter((each) => this.#findStrips(each, null) === null);
      await Promise.all([...tiles.map((each) => this.#askTile(each)), ...strips.map((each) => this.#askStrips(each))]);
    });
  }

  async #loadTiles(): Promise<void> {
    this.#store.set({ tile: await this.#askTile(this.#store.state.viewport) });
  }

  async #loadStrips(): Promise<void> {
    this.#store.set({ strips: await this.#askStrips(this.#store.state.viewport) });
  }

  async #askTile(viewport: Viewport): Promise<Tile> {
    const { state } = this.#store;
    const key = this.#key;
    const range = tileRange(viewport, this.#tilePx, state.axis.length);
    const rows = this.#visible(state, OVERSCAN);
    const reply = await this.#client.ask({
      type: 'tiles',
      rows,
      pieces: state.axis.pieces(range.from, range.to, range.width).filter((p) => p.t1 > 0),
      labelPx: LABEL_PX * this.#geometry().dpr,
      hiddenStates: state.hiddenStates,
    });
    const tile = readTile(reply, rows, range, range.width);
    this.#tiles.add(key, tile);
    return tile;
  }

  async #askStrips(viewport: Viewport): Promise<Strips> {
    const { axis } = this.#store.state;
    const key = this.#key;
    const range = tileRange(viewport, this.#stripPx, axis.length);
    const reply = await this.#client.ask({ type: 'strips', pieces: axis.pieces(range.from, range.to, range.width) });
    const strips = { reply, from: range.from, to: range.to, width: reply.lag.length };
    this.#strips.add(key, strips);
    return strips;
  }
}
