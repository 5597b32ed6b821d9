/** What can be done: every key, click and command ends here. Changes the store, asks the engine, tells the host. */
import type { Details, EngineReply, EngineRequest, SourcePlace, TimelineFinding } from '../model/requests.ts';
import { TimeAxis } from './axis.ts';
import { Dropped } from './client.ts';
import type { EngineClient } from './client.ts';
import { clampScroll, scrollTo } from './layout.ts';
import type { Geometry } from './layout.ts';
import { Finder } from './finder.ts';
import { FindingParts } from './findingParts.ts';
import { Notes } from './notes.ts';
import type { Loader } from './loader.ts';
import type { ViewMessage } from './protocol.ts';
import { effectiveFilter, followsSelection } from './store.ts';
import type { State, StatisticsColumn, Store, Tab } from './store.ts';
import { clampViewport, fitRange, fitViewport, panViewport, revealAt, zoomViewport } from './viewport.ts';
import type { Viewport } from './viewport.ts';
import { t } from './l10n.ts';

/** Lanes of a finding that are put on top. */
const MAX_PINNED = 6;
const MAX_HISTORY = 100;
/** Lines of each kind of statistics: all are copied, few are shown. */
const MAX_STATISTICS = 500;
const FINDING_MARGIN = 0.2;

interface Place {
  readonly viewport: Viewport;
  readonly scroll: number;
  readonly selection: State['selection'];
}

export class Controller {
  readonly store: Store;
  readonly notes: Notes;
  readonly finder: Finder;
  readonly parts: FindingParts;
  readonly #client: EngineClient;
  readonly #loader: Loader;
  readonly #geometry: () => Geometry;
  readonly #post: (message: ViewMessage) => void;
  readonly #back: Place[] = [];
  readonly #forward: Place[] = [];
  /** Pins that came with a finding and go with it. */
  #findingPins: readonly number[] = [];
  #flow = -1;
  #detailsTurn = 0;

  constructor(store: Store, client: EngineClient, loader: Loader, geometry: () => Geometry, post: (message: ViewMessage) => void) {
    this.store = store;
    this.#client = client;
    this.#loader = loader;
    this.#geometry = geometry;
    this.#post = post;
    this.notes = new Notes(this, post);
    this.finder = new Finder(this, loader);
    this.parts = new FindingParts(this, client);
  }

  get #state(): State {
    return this.store.state;
  }

  // --- moving about ---------------------------------------------------------------------------------------------------------

  setViewport(viewport: Viewport): void {
    this.store.set({ viewport: clampViewport(viewport, this.#state.axis.length), following: false });
  }
  /** Zooms around the pointer, or around the middle. */
  zoom(factor: number, at: number | null = null): void {
    const { viewport, axis, hoverX } = this.#state;
    const { gutter, plot } = this.#geometry();
    const share = hoverX >= gutter ? (hoverX - gutter) / plot : 0.5;
    this.setViewport(zoomViewport(viewport, at ?? viewport.from + share * (viewport.to - viewport.from), factor, axis.length));
  }
  pan(share: number): void {
    this.setViewport(panViewport(this.#state.viewport, share, this.#state.axis.length));
  }
  scrollBy(px: number): void {
    this.store.set({ scroll: clampScroll(this.#state.layout, this.#geometry(), this.#state.scroll + px) });
  }
  fitAll(): void {
    this.#remember();
    this.setViewport(fitViewport(this.#state.axis.length));
  }
  /** Centres the selection; again: fits it. */
  focusSelection(): void {
    const { details, axis, viewport } = this.#state;
    if (details === null) return;
    this.#remember();
    const from = axis.toAxis(details.startNs);
    const to = axis.toAxis(details.endNs);
    const middle = (from + to) / 2;
    const isCentred = Math.abs((viewport.from + viewport.to) / 2 - middle) < (viewport.to - viewport.from) * 0.02;
    const half = (viewport.to - viewport.from) / 2;
    this.setViewport(
      isCentred || to - from > 2 * half ? fitRange(from, to, FINDING_MARGIN, axis.length) : { from: middle - half, to: middle + half },
    );
  }
  zoomToSelection(): void {
    const { details, axis, range } = this.#state;
    const from = range?.[0] ?? details?.startNs;
    const to = range?.[1] ?? details?.endNs;
    if (from === undefined || to === undefined) return;
    this.#remember();
    this.setViewport(fitRange(axis.toAxis(from), axis.toAxis(to), range === null ? FINDING_MARGIN : 0.01, axis.length));
  }

  #remember(): void {
    const { viewport, scroll, selection } = this.#state;
    this.#back.push({ viewport, scroll, selection });
    if (this.#back.length > MAX_HISTORY) this.#back.shift();
    this.#forward.length = 0;
  }
  goBack(): void {
    this.#travel(this.#back, this.#forward);
  }
  goForward(): void {
    this.#travel(this.#forward, this.#back);
  }
  #travel(from: Place[], to: Place[]): void {
    const place = from.pop();
    if (place === undefined) return;
    const { viewport, scroll, selection } = this.#state;
    to.push({ viewport, scroll, selection });
    this.store.set({ viewport: place.viewport, scroll: place.scroll, following: false });
    if (place.selection !== null) void this.select(place.selection.row, place.selection.ns, { reveal: false, history: false });
  }

  // --- selection -----------------------------------------------------------------------------------------------------------

  /** Nanoseconds of half a pointer. */
  #slack(): number {
    const { viewport } = this.#state;
    return ((viewport.to - viewport.from) / this.#geometry().plot) * 4;
  }

  /** Selects what is at a moment of a row, shows it, and opens its source. */
  async select(row: number, ns: number, options: { reveal?: boolean; history?: boolean; source?: boolean; tab?: Tab } = {}): Promise<void> {
    const turn = ++this.#detailsTurn;
    if (options.history !== false && this.#state.selection !== null) this.#remember();
    const slackNs = this.#slack();
    const details = await this.ask({ type: 'details', row, ns, slackNs });
    if (turn !== this.#detailsTurn) return;
    const keepsTab = this.#state.tab !== 'findings';
    const tab = options.tab ?? (keepsTab ? this.#state.tab : details !== null && details.why.length > 1 ? 'why' : 'summary');
    this.#flow = -1;
    // The path stays while one walks along it.
    const { critical } = this.#state;
    const isOnPath = critical?.pieces.some((piece) => piece.row === row || piece.laneRow === row) === true;
    this.store.set({
      selection: { row, ns },
      details,
      following: false,
      critical: isOnPath ? critical : null,
      ...(details === null ? {} : { tab }),
    });
    this.#selectionChanged();
    if (options.reveal !== false) await this.#revealRow(row, ns);
    const place = details?.statePlace ?? null;
    if (place !== null && options.source !== false && this.#state.settings.revealOnSelect === 'preview') {
      this.openSource(place, true, false);
    }
    this.#post({ type: 'focus', focused: this.#state.focused, selectionKind: details === null ? '' : 'task' });
  }

  /** Opens what hides a row, scrolls to it and pans to the moment. */
  async #revealRow(row: number, ns: number): Promise<void> {
    if (!this.#state.layout.byId.has(row)) {
      const above = await this.ask({ type: 'parents', row, toggled: [...this.#state.toggled] });
      const parents = above?.parents ?? [];
      const toggled = new Set(this.#state.toggled);
      for (const parent of above?.toggle ?? []) toggleIn(toggled, parent);
      const hidden = new Set(this.#state.hidden);
      for (const id of [...parents, row]) hidden.delete(id);
      this.store.set({ toggled, hidden, only: [] });
      await this.#loader.refreshRows();
    }
    const { layout, scroll, viewport, axis } = this.#state;
    this.store.set({ scroll: scrollTo(layout, this.#geometry(), scroll, row), viewport: revealAt(viewport, axis.toAxis(ns), axis.length) });
  }

  clear(): void {
    const { explain, help, finding, range, selection } = this.#state;
    if (help) this.store.set({ help: false });
    else if (explain) this.store.set({ explain: false });
    else if (this.#state.critical !== null) this.store.set({ critical: null });
    else if (range !== null) this.store.set({ range: null, statistics: null });
    else if (finding !== '' || this.#state.only.length > 0) this.leaveFinding();
    else if (selection !== null) this.store.set({ selection: null, details: null, tab: 'findings' });
    else if (this.#state.filter !== '') this.finder.setFilter('');
  }

  /** Shows what the selected task's time was spent on, through everything that it waited for; again: puts it away. */
  async toggleCritical(): Promise<void> {
    const { selection, critical } = this.#state;
    if (critical !== null || selection === null) {
      this.store.set({ critical: null, ...(selection === null ? { notice: t('Select a task first: its critical path is shown.') } : {}) });
      return;
    }
    const reply = await this.ask({ type: 'critical', row: selection.row });
    if (reply === null) this.store.set({ notice: t('There is no async function in this row, and so no path through awaits.') });
    else this.store.set({ critical: reply, tab: 'why', notice: '' });
  }

  async step(direction: 1 | -1): Promise<void> {
    const { selection, details } = this.#state;
    if (selection === null) return;
    const from = details === null ? selection.ns : (details.startNs + details.endNs) / 2;
    const next = await this.ask({ type: 'step', row: selection.row, ns: from, direction });
    if (next !== null) await this.select(next.row, next.ns, { history: false });
  }
  /** To the row above or below, at the same moment. */
  async stepRow(direction: 1 | -1): Promise<void> {
    const { layout, selection } = this.#state;
    const at = selection === null ? -1 : (layout.byId.get(selection.row)?.index ?? -1);
    const next = layout.boxes[at + direction];
    if (next !== undefined) await this.#selectRow(next.row.id);
  }
  /** A row at the moment that is selected, as far as it was there. */
  async #selectRow(id: number): Promise<void> {
    const { layout, selection, viewport, axis } = this.#state;
    const ns = selection?.ns ?? axis.toNs((viewport.from + viewport.to) / 2);
    const { startNs = 0, endNs = 0 } = layout.byId.get(id)?.row ?? {};
    await this.select(id, Math.min(Math.max(ns, startNs), Math.max(startNs, endNs - 1)), { history: false, source: false });
    if (this.#state.details === null) this.store.set({ selection: { row: id, ns } });
  }
  /** Opens the row or goes to its first child; closes it or goes to its parent. */
  async openOrClose(open: boolean): Promise<void> {
    const { selection, layout } = this.#state;
    const row = selection === null ? undefined : layout.byId.get(selection.row)?.row;
    if (row === undefined) return;
    if (row.expandable && row.expanded !== open) this.toggleRow(row.id);
    else if (open) await this.step(1);
    else if (row.parent >= 0 && layout.byId.has(row.parent)) await this.#selectRow(row.parent);
  }
  toggleRow(row: number): void {
    const toggled = new Set(this.#state.toggled);
    toggleIn(toggled, row);
    this.store.set({ toggled });
    void this.#loader.refreshRows();
  }
  async jumpTo(target: { readonly row: number; readonly ns: number } | null, tab?: Tab): Promise<void> {
    if (target === null || target.row < 0) return;
    await this.select(target.row, target.ns, tab === undefined ? {} : { tab });
  }
  async followFlow(direction: 1 | -1): Promise<void> {
    const flows = this.#state.details?.flows.filter((f) => (f.direction === 'out') === (direction === 1)) ?? [];
    if (flows.length === 0) {
      if (direction === -1) await this.jumpTo(this.#state.details?.blocker ?? null);
      return;
    }
    this.#flow = (this.#flow + 1) % flows.length;
    const flow = flows[this.#flow]!;
    await this.jumpTo({ row: flow.row, ns: direction === 1 ? flow.toNs : flow.fromNs });
  }

  openSource(place: SourcePlace, preserveFocus: boolean, side: boolean): void {
    this.#post({ type: 'openSource', place, preserveFocus, side });
  }
  openSelected(side: boolean): void {
    const { details } = this.#state;
    const place = details === null ? this.selectedFinding()?.locations[0] : details.statePlace;
    if (place) this.openSource(place, false, side);
  }

  // --- findings ------------------------------------------------------------------------------------------------------------

  selectedFinding(): TimelineFinding | null {
    return this.#state.summary?.findings.find((f) => f.id === this.#state.finding) ?? null;
  }

  /** Dims the rest, puts the lanes of the finding on top, and fits its window. */
  async selectFinding(id: string): Promise<void> {
    const { summary, axis } = this.#state;
    const index = summary?.findings.findIndex((f) => f.id === id) ?? -1;
    const finding = summary?.findings[index];
    if (finding === undefined) return;
    this.#remember();
    const rows = summary?.findingRows[index] ?? [];
    const pinned = new Set([...this.#state.pinned].filter((row) => !this.#findingPins.includes(row)));
    this.#findingPins = rows.slice(0, MAX_PINNED).filter((row) => !pinned.has(row));
    for (const row of this.#findingPins) pinned.add(row);
    // What was selected before is of something else, which the tabs would go on telling.
    const isOther = !rows.includes(this.#state.selection?.row ?? -1);
    const none = isOther ? { selection: null, details: null, critical: null } : {};
    const bright = rows.length === 0 ? null : new Set(rows);
    this.store.set({ finding: id, bright, pinned, tab: 'findings', scroll: 0, following: false, ...none });
    if (finding.window !== undefined) {
      const { fromNs, toNs } = finding.window;
      this.setViewport(fitRange(axis.toAxis(fromNs), axis.toAxis(toNs), FINDING_MARGIN, axis.length));
    }
    await this.#loader.refreshRows();
    void this.parts.readTasks(finding, rows);
    const place = finding.locations[0];
    if (place !== undefined && this.#state.settings.revealOnSelect === 'preview') this.openSource(place, true, false);
  }
  leaveFinding(): void {
    const pinned = new Set([...this.#state.pinned].filter((row) => !this.#findingPins.includes(row)));
    this.#findingPins = [];
    this.store.set({ finding: '', findingTasks: null, bright: null, pinned, only: [] });
    void this.#loader.refreshRows();
  }
  async nextFinding(direction: 1 | -1): Promise<void> {
    const findings = this.#state.summary?.findings ?? [];
    if (findings.length === 0) return;
    const at = findings.findIndex((f) => f.id === this.#state.finding);
    const next = at < 0 ? (direction === 1 ? 0 : findings.length - 1) : (at + direction + findings.length) % findings.length;
    await this.selectFinding(findings[next]!.id);
  }
  explain(): void {
    if (this.selectedFinding() !== null) this.store.set({ explain: !this.#state.explain });
    else {
      const id = this.#state.details?.findings[0] ?? this.#state.summary?.findings[0]?.id;
      if (id !== undefined) void this.selectFinding(id).then(() => this.store.set({ explain: true }));
    }
  }

  // --- rows and filters ----------------------------------------------------------------------------------------------------

  #selectionChanged(): void {
    if (followsSelection(this.#state)) void this.#loader.refreshRows();
  }
  setHideOthers(hideOthers: boolean): void {
    this.store.set({ hideOthers });
    void this.#loader.refreshRows();
  }
  setJustMyCode(justMyCode: boolean): void {
    this.store.set({ justMyCode });
    void this.#loader.refreshRows();
  }
  setFoldIdle(foldIdle: boolean): void {
    const { summary, axis, viewport } = this.#state;
    const next = TimeAxis.ofRun(summary, foldIdle);
    const shown = { from: next.toAxis(axis.toNs(viewport.from)), to: next.toAxis(axis.toNs(viewport.to)) };
    this.store.set({ foldIdle, axis: next, viewport: clampViewport(shown, next.length) });
  }
  /** Click hides or shows the states; alone: hides all others, or shows all again. */
  toggleStates(bits: number, all: number, alone: boolean): void {
    const { hiddenStates } = this.#state;
    const others = all & ~bits;
    const next = alone ? (hiddenStates === others ? 0 : others) : hiddenStates ^ bits;
    this.store.set({ hiddenStates: next });
  }
  togglePin(): void {
    const row = this.#state.selection?.row;
    if (row === undefined) return;
    const pinned = new Set(this.#state.pinned);
    toggleIn(pinned, row);
    this.store.set({ pinned });
    void this.#loader.refreshRows();
  }
  hideRow(): void {
    const row = this.#state.selection?.row;
    if (row === undefined) return;
    this.store.set({
      hidden: new Set([...this.#state.hidden, row]),
      selection: null,
      details: null,
      notice: t('Row hidden. Press Shift+H to show all.'),
    });
    void this.#loader.refreshRows();
  }
  showAllRows(): void {
    this.store.set({ hidden: new Set(), notice: '' });
    void this.#loader.refreshRows();
  }
  /** Only the rows that have to do with the selection, or all again. */
  soloRelated(): void {
    const { only, details, finding, summary } = this.#state;
    if (only.length > 0) this.store.set({ only: [] });
    else {
      const rows = new Set<number>();
      if (details !== null) {
        rows.add(details.row);
        for (const flow of details.flows) rows.add(flow.row);
        for (const step of details.why) if (step.row >= 0) rows.add(step.row);
        for (const lock of details.locks) if (lock.row >= 0) rows.add(lock.row);
      }
      const index = summary?.findings.findIndex((f) => f.id === finding) ?? -1;
      for (const row of summary?.findingRows[index] ?? []) rows.add(row);
      if (rows.size === 0) return;
      this.store.set({ only: [...rows], scroll: 0 });
    }
    void this.#loader.refreshRows();
  }

  // --- range, live, panels ---------------------------------------------------------------------------------------------------

  async setRange(range: readonly [number, number] | null): Promise<void> {
    if (range === null) {
      this.store.set({ range: null, statistics: null });
      return;
    }
    this.store.set({ range });
    this.#selectionChanged();
    await this.countRange('summary');
  }
  /** Counts the range again, for another filter; shows it in a tab where that is said. */
  async countRange(tab: Tab = this.#state.tab): Promise<void> {
    const { range } = this.#state;
    if (range === null) return;
    const query = effectiveFilter(this.#state);
    const statistics = await this.ask({ type: 'statistics', fromNs: range[0], toNs: range[1], query, limit: MAX_STATISTICS });
    if (this.#state.range === range && query === effectiveFilter(this.#state)) this.store.set({ statistics, tab });
  }
  async wholeRun(): Promise<void> {
    const { summary } = this.#state;
    if (summary !== null) await this.setRange([0, summary.endNs]);
  }
  /** The biggest first; by name, and again: the other way round. */
  sortStatistics(column: StatisticsColumn): void {
    const { statisticsSort: sort } = this.#state;
    this.store.set({ statisticsSort: { column, ascending: sort.column === column ? !sort.ascending : column === 'name' } });
  }
  async selectionToRange(): Promise<void> {
    const { details } = this.#state;
    if (details !== null) await this.setRange([details.startNs, details.endNs]);
  }
  toggleFollow(): void {
    const { live, following, axis, viewport } = this.#state;
    if (!live) return;
    const span = viewport.to - viewport.from;
    if (following) this.store.set({ following: false });
    else {
      this.store.set({
        following: true,
        viewport: clampViewport({ from: axis.length - span * 0.95, to: axis.length + span * 0.05 }, axis.length),
      });
    }
  }
  setTab(tab: Tab): void {
    this.store.set({ tab });
  }
  toggle(key: 'table' | 'help' | 'allFlows'): void {
    this.store.set({ [key]: !this.#state[key] });
  }
  copy(text: string): void {
    this.#post({ type: 'copy', text });
  }
  exportSvg({ id }: TimelineFinding): void {
    this.#post({ type: 'exportSvg', finding: id });
  }
  suppress(finding: TimelineFinding): void {
    this.#post({ type: 'suppress', finding });
  }
  showPending(): void {
    this.#post({ type: 'showPending' });
  }
  choosePart(): void {
    this.#post({ type: 'choosePart' });
  }
  openDocs(help: string): void {
    this.#post({ type: 'openDocs', help });
  }

  /** What is under the pointer, for the tooltip; null when nothing is. */
  async peek(row: number, ns: number): Promise<Details | null> {
    return this.ask({ type: 'details', row, ns, slackNs: this.#slack() });
  }
  /** Puts a moment into the middle. */
  goToTime(ns: number): void {
    const { axis, viewport } = this.#state;
    const half = (viewport.to - viewport.from) / 2;
    const middle = axis.toAxis(ns);
    this.#remember();
    this.setViewport({ from: middle - half, to: middle + half });
  }
  /** Brings a row into sight, at the time that is in sight. */
  async goToRow(row: number): Promise<void> {
    const { axis, viewport } = this.#state;
    const ns = axis.toNs((viewport.from + viewport.to) / 2);
    this.#remember();
    this.store.set({ selection: { row, ns } });
    await this.#revealRow(row, ns);
  }
  async ask<R extends EngineRequest>(request: R): Promise<EngineReply<R['type']> | null> {
    try {
      return await this.#client.ask(request);
    } catch (error) {
      if (!(error instanceof Dropped)) this.store.set({ notice: error instanceof Error ? error.message : String(error) });
      return null;
    }
  }

  /** Height of the rows' part, for page scrolling. */
  get page(): number {
    return this.#geometry().height - this.#geometry().bands.header;
  }
}

function toggleIn(set: Set<number>, value: number): void {
  if (!set.delete(value)) set.add(value);
}
