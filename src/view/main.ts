/**
 * The timeline's webview. Start here: it connects the host's messages, the store, the loader (what to ask the engine), the controller (what can be done), the
 * surface (canvas) and the panels. It holds no trace: the engine answers in tiles of what is visible (model/requests.ts). Knows nothing of VS Code but
 * acquireVsCodeApi and the CSS variables of the theme.
 */
import { mirrorCanvas, usesScreenReader } from './accessibility.ts';
import { READING_LAST_STEP, READING_STEP } from '../model/requests.ts';
import { EngineClient } from './client.ts';
import { Controller } from './controller.ts';
import { el, focusPicture } from './dom.ts';
import type { Child } from './dom.ts';
import type { Hit } from './hitTest.ts';
import { chipsOf, findingsAt, listenToKeys, listenToPointer, markersOf, runAction } from './input.ts';
import { visibleRows } from './layout.ts';
import { Loader } from './loader.ts';
import { makeGoTo } from './panels/goTo.ts';
import { makeExplain } from './panels/explain.ts';
import {
  describeFindings,
  describeRow,
  describeState,
  describeStrips,
  listActions,
  makeHelp,
  makeMessages,
  makeTooltip,
} from './panels/overlays.ts';
import { makeSide } from './panels/side.ts';
import { makeTable } from './panels/table.ts';
import { makeToolbar } from './panels/toolbar.ts';
import { PROTOCOL_VERSION } from './protocol.ts';
import type { HostMessage, ViewMessage, ViewState } from './protocol.ts';
import { paintBars } from './render/bars.ts';
import type { Frame } from './render/frame.ts';
import { paintGrid, paintHeader } from './render/header.ts';
import { isNamedWhole, paintText } from './render/labels.ts';
import { paintOverlay } from './render/overlay.ts';
import { LAYER_ALL, LAYER_BARS, LAYER_OVERLAY, LAYER_TEXT, Surface } from './render/surface.ts';
import { readTheme } from './render/theme.ts';
import { Store, emptyState } from './store.ts';
import type { State, Tab } from './store.ts';
import { t } from './l10n.ts';

interface VsCodeApi {
  postMessage(message: ViewMessage): void;
  getState(): ViewState | undefined;
  setState(state: ViewState): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const SAVE_DELAY_MS = 400;
/** The page's own state is kept sooner: when its editor is hidden, the page is gone before it can do anything about that. */
const KEEP_DELAY_MS = 50;
/** Shortest time between two pictures of a live run. */
const LIVE_MS = 34;
/** The same for who wants no motion: it goes on by jumps. */
const LIVE_STILL_MS = 1000;
const MAX_SAVED = 200;

mark('interleave-script');
const api = acquireVsCodeApi();
const store = new Store();
const client = new EngineClient((message) => api.postMessage(message));
let theme = readTheme(document.body);

/** Nothing more will come of a file but its findings. */
let isWhole = false;

const root = el(document.getElementById('picture') === null ? 'main' : 'div', { class: 'timeline' });
const surfaceElement = el('div', {
  class: 'surface',
  role: 'application',
  tabindex: 0,
  aria: { label: t('Timeline of tasks. Arrow keys move, question mark shows all keys, T shows a table.'), roledescription: t('timeline') },
  data: { vscodeContext: '{"webviewSection":"timeline","preventDefaultContextMenuItems":true}' },
});
// In a report the timeline is a part of a page that has a heading and a main part of its own.
const part = document.getElementById('picture');
if (part === null) root.append(el('h1', { class: 'offscreen' }, t('Timeline')));
(part ?? document.body).append(root);

const surface: Surface = new Surface(surfaceElement, {
  prepare: () => loader.ensureTiles(),
  paint(layer, ctx) {
    const frame = frameOf(store.state);
    if (layer === LAYER_BARS) {
      if (store.state.tile !== null) mark('interleave-picture');
      if (isWhole && loader.isCurrent) mark('interleave-whole');
      paintGrid(ctx, frame);
      paintBars(ctx, frame);
      paintHeader(ctx, frame);
    } else if (layer === LAYER_TEXT) paintText(ctx, frame);
    else paintOverlay(ctx, frame);
  },
});
/** Moments that measurements ask for. */
function mark(name: 'interleave-script' | 'interleave-picture' | 'interleave-whole' | 'interleave-findings'): void {
  if (performance.getEntriesByName(name).length === 0) performance.mark(name);
}

const geometry = () => surface.geometry;
const loader: Loader = new Loader(store, client, geometry);
const controller = new Controller(store, client, loader, geometry, (message) => api.postMessage(message));
const toolbar = makeToolbar(controller);
const tooltip = makeTooltip(geometry);
const messages = makeMessages(controller);
const stage = el(
  'div',
  { class: 'stage' },
  surfaceElement,
  makeTable(controller),
  messages.empty,
  tooltip.element,
  messages.notice,
  makeGoTo(controller),
);
const split = el('div', { class: 'split' }, stage, makeSide(controller));
// What is covered cannot be reached; before those that give the focus back.
store.subscribe(({ explain, help }) => {
  toolbar.element.inert = split.inert = explain || help;
});
root.append(toolbar.element, split, makeExplain(controller), makeHelp(controller));
mirrorCanvas(store, surfaceElement, geometry);
listenToKeys(surfaceElement, controller);
store.subscribe(({ searching }, changed) => {
  if (changed.has('searching') && searching > 0) toolbar.focusFilter();
});
listenToPointer(surface, controller, (hit, event) => void hover(hit, event));
surface.resize();

function frameOf(state: State): Frame {
  const { geometry: g } = surface;
  return {
    theme,
    geometry: g,
    viewport: state.viewport,
    axis: state.axis,
    layout: state.layout,
    visible: visibleRows(state.layout, state.scroll, g.height - g.bands.header, 0),
    scroll: state.scroll,
    tile: state.tile,
    strips: state.strips,
    summary: state.summary,
    chips: chipsOf(state, surface),
    markers: markersOf(state, surface),
    bright: state.bright,
    selectedRow: state.selection?.row ?? -1,
    hoverRow: state.hoverRow,
    hoverX: state.hoverX,
    details: state.details,
    hovered: state.hovered,
    finding: state.finding,
    critical: state.critical,
    notes: state.notes,
    range: state.range,
    live: state.live,
    focused: state.focused,
    allFlows: state.allFlows,
  };
}

const OVERLAY_KEYS: ReadonlySet<keyof State> = new Set([
  'hoverX',
  'hovered',
  'details',
  'critical',
  'range',
  'allFlows',
  'focused',
  'notes',
]);
const SILENT_KEYS: ReadonlySet<keyof State> = new Set([
  'tab',
  'notice',
  'help',
  'goTo',
  'searching',
  'explain',
  'statistics',
  'statisticsSort',
  'matches',
  'filterProblem',
  'draft',
  'sources',
  'canNote',
  'trace',
  'opening',
]);

store.subscribe((_, changed) => {
  let layers = 0;
  for (const key of changed) {
    if (OVERLAY_KEYS.has(key)) layers |= LAYER_OVERLAY;
    else if (!SILENT_KEYS.has(key)) layers = LAYER_ALL;
  }
  if (layers !== 0) surface.invalidate(layers);
  surfaceElement.hidden = store.state.table;
  // As the table takes the focus when it comes.
  if (changed.has('table') && !store.state.table) surfaceElement.focus();
  if ([...changed].some((key) => !OVERLAY_KEYS.has(key) && key !== 'hoverRow' && key !== 'tile' && key !== 'strips')) saveSoon();
});

/** What is to be said of a place above the rows. */
function describeBand({ zone, x, axis, row }: Hit): Child[] | null {
  if (zone === 'gutter') return row === null || isNamedWhole(row, theme, surface.geometry) ? null : describeRow(row);
  if (zone === 'lag' || zone === 'cpu') return describeStrips(store.state, axis);
  const findings = zone === 'findings' ? findingsAt(store.state, surface, x) : [];
  return findings.length === 0 ? null : describeFindings(findings);
}

let hoverTurn = 0;
async function hover(hit: Hit | null, event: PointerEvent | null): Promise<void> {
  const turn = ++hoverTurn;
  if (hit === null || event === null || hit.zone !== 'plot' || hit.row === null || hit.row.kind === 'group') {
    store.set({ hovered: null });
    tooltip.show(hit === null ? null : describeBand(hit), hit?.x, hit?.y);
    return;
  }
  const details = await controller.peek(hit.row.id, store.state.axis.toNs(hit.axis));
  if (turn !== hoverTurn) return;
  store.set({ hovered: details });
  tooltip.show(details === null ? null : describeState(details), hit.x, hit.y);
}

// Who comes here by a key is in the picture; a report in a browser has a page of its own to scroll.
window.addEventListener('focus', () => {
  if (document.body.dataset['vscodeThemeKind'] !== undefined && document.activeElement === document.body) focusPicture();
});
surfaceElement.addEventListener('focus', () => setFocused(true));
surfaceElement.addEventListener('blur', () => setFocused(false));
function setFocused(focused: boolean): void {
  store.set({ focused });
  api.postMessage({ type: 'focus', focused, selectionKind: store.state.details === null ? '' : 'task' });
}

let moment: number | null = null;
store.subscribe(({ selection }) => {
  const ns = selection?.ns ?? null;
  if (ns === moment) return;
  moment = ns;
  api.postMessage({ type: 'moment', ns });
});

// --- what survives ------------------------------------------------------------------------------------------------------------

let keepTimer = 0;
let saveTimer = 0;
/** What was kept is being put back: half of it must not take its place. */
let isRestoring = false;
/** What is looked at is the reader's choice, not something on the way. */
function isSettled(): boolean {
  return store.state.trace !== '' && later === null && !isRestoring;
}
function saveSoon(): void {
  if (!isSettled()) return;
  keepTimer ||= window.setTimeout(keepNow, KEEP_DELAY_MS);
  clearTimeout(saveTimer);
  saveTimer = window.setTimeout(saveNow, SAVE_DELAY_MS);
}
/** For this page when it comes back; null when there is nothing to come back to. */
function keepNow(): ViewState | null {
  clearTimeout(keepTimer);
  keepTimer = 0;
  if (!isSettled() || store.state.summary === null) return null;
  const state = savedState(store.state);
  api.setState(state);
  return state;
}
/** For another page of the same trace, too. */
function saveNow(): void {
  clearTimeout(saveTimer);
  const state = keepNow();
  if (state !== null) api.postMessage({ type: 'saveState', state });
}
window.addEventListener('pagehide', saveNow);

function savedState(state: State): ViewState {
  return {
    version: PROTOCOL_VERSION,
    trace: state.trace,
    fromNs: state.axis.toNs(state.viewport.from),
    toNs: state.axis.toNs(state.viewport.to),
    scroll: state.scroll,
    toggled: [...state.toggled].slice(0, MAX_SAVED),
    pinned: [...state.pinned].slice(0, MAX_SAVED),
    hidden: [...state.hidden].slice(0, MAX_SAVED),
    filter: state.filter,
    hideOthers: state.hideOthers,
    justMyCode: state.justMyCode,
    foldIdle: state.foldIdle,
    hiddenStates: state.hiddenStates,
    tab: state.tab,
    table: state.table,
    selection: state.selection,
    finding: state.finding,
  };
}

async function restore(saved: ViewState): Promise<void> {
  isRestoring = true;
  try {
    await putBack(saved);
  } finally {
    isRestoring = false;
    saveSoon();
  }
}

async function putBack(saved: ViewState): Promise<void> {
  store.set({
    toggled: new Set(saved.toggled),
    hidden: new Set(saved.hidden),
    filter: saved.filter,
    hideOthers: saved.hideOthers,
    justMyCode: saved.justMyCode,
    foldIdle: saved.foldIdle,
    hiddenStates: saved.hiddenStates,
    pinned: saved.finding === '' ? new Set(saved.pinned) : new Set(),
  });
  await loader.refresh();
  if (saved.finding !== '') await controller.selectFinding(saved.finding);
  const { axis } = store.state;
  store.set({
    viewport: { from: axis.toAxis(saved.fromNs), to: axis.toAxis(saved.toNs) },
    scroll: saved.scroll,
    tab: saved.tab as Tab,
    table: saved.table,
  });
  if (saved.selection !== null) {
    await controller.select(saved.selection.row, saved.selection.ns, { reveal: false, history: false, source: false });
  }
}

// --- the host -----------------------------------------------------------------------------------------------------------------

/** The page shows what it was told to at first. */
let started: Promise<void> = Promise.resolve();
let stale = false;
let liveTimer = 0;
/** The file is open, with its findings. */
let isOpened = true;
/** What was looked at before the file was opened again, shown when all of it is there, unless the reader has moved meanwhile. */
let later: ViewState | null = null;

function isGrowing({ live, opening }: State): boolean {
  return live || opening?.phase === 'reading';
}

/** The picture is of everything now. */
async function settled(): Promise<void> {
  isWhole = true;
  surface.invalidate(LAYER_BARS);
  const saved = later;
  later = null;
  const wasFollowing = store.state.following;
  if (wasFollowing) store.set({ following: false });
  if (saved !== null && wasFollowing) await restore(saved);
}

/** While a file is read, the engine has a new picture for us only when there is much more of it. */
function isDue({ summary }: State, { events, opening }: Extract<HostMessage, { type: 'progress' }>): boolean {
  if (opening?.phase !== 'reading' || summary === null || summary.events === 0) return true;
  return events >= summary.events * READING_STEP && opening.share <= READING_LAST_STEP;
}

/** More of a live run or of a file: asked for when visible, at most once in LIVE_MS. */
function pollSoon(): void {
  stale = true;
  if (liveTimer !== 0 || document.visibilityState !== 'visible') return;
  liveTimer = window.setTimeout(
    () => {
      stale = false;
      const wasOpened = isOpened;
      void loader.refresh().finally(() => {
        liveTimer = 0;
        if (wasOpened && store.state.opening !== null) {
          store.set({ opening: null });
          mark('interleave-findings');
        }
        if (stale) pollSoon();
        else if (!isGrowing(store.state)) void settled();
      });
    },
    theme.reducedMotion ? LIVE_STILL_MS : LIVE_MS,
  );
}
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'visible') saveNow();
  else if (stale) pollSoon();
});

async function start(message: Extract<HostMessage, { type: 'init' }>): Promise<void> {
  if (message.version !== PROTOCOL_VERSION) {
    store.set({
      notice: t(
        'This view speaks version {0} of the protocol and the extension {1}. Reload the window.',
        PROTOCOL_VERSION,
        message.version,
      ),
    });
    return;
  }
  client.dropAll();
  loader.reset();
  isOpened = message.opening === undefined;
  const isNew = store.state.trace !== message.trace;
  store.set({
    ...(isNew ? emptyState() : {}),
    trace: message.trace,
    live: message.live,
    opening: message.opening ?? null,
    following: message.live || message.opening?.phase === 'reading',
    settings: message.settings,
    notes: message.notes?.list ?? [],
    canNote: message.notes?.writable ?? false,
    canChoosePart: message.canChoosePart ?? false,
    focused: store.state.focused,
  });
  const known = [api.getState(), message.state].find((state) => state?.version === PROTOCOL_VERSION && state.trace === message.trace);
  const saved = known ?? null;
  later = message.opening?.phase === 'reading' ? saved : null;
  if (saved !== null && later === null) await restore(saved);
  else {
    await loader.refresh();
    if (saved === null && usesScreenReader()) store.set({ table: true });
  }
  isWhole ||= !isGrowing(store.state);
  if (isWhole) surface.invalidate(LAYER_BARS);
  if (store.state.opening === null) mark('interleave-findings');
}

window.addEventListener('message', (event: MessageEvent<HostMessage>) => {
  const message = event.data;
  switch (message.type) {
    case 'init':
      started = start(message);
      break;
    case 'answers':
      for (const answer of message.answers) client.settle(answer);
      break;
    case 'notice':
      store.set({ notice: message.message });
      break;
    case 'progress':
      // What is followed is followed to its end: the last picture is of the whole run.
      store.set({ live: message.live, lastWords: message.lastWords ?? '' });
      // "No problems" is said when the summary says it: the words for what is under way stay until then.
      isOpened = message.opening === undefined;
      if (message.opening !== undefined) store.set({ opening: message.opening });
      if (isDue(store.state, message)) pollSoon();
      break;
    case 'report':
      pollSoon();
      break;
    case 'select':
      // A page that has just come up knows nothing yet, and what it finds first must not cover what is asked for.
      void started.then(() => show(message));
      break;
    case 'settings':
      store.set({ settings: message.settings });
      void loader.refreshRows();
      break;
    case 'theme':
      retheme();
      break;
    case 'action':
      runAction(controller, message.name);
      break;
  }
});

async function show(message: Extract<HostMessage, { type: 'select' }>): Promise<void> {
  if ('finding' in message) {
    await controller.selectFinding(message.finding);
    store.set({ explain: message.explain && controller.selectedFinding()?.id === message.finding });
  } else if ('place' in message) await controller.finder.revealSource(message.place);
  else await controller.select(message.row, message.ns);
}

function retheme(): void {
  theme = readTheme(document.body);
  surface.invalidate(LAYER_ALL);
}
new MutationObserver(retheme).observe(document.body, { attributes: true, attributeFilter: ['class', 'style'] });
new MutationObserver(retheme).observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'style'] });

/** For measurements from outside, ms: script time of the newest frames, how long the newest tiles took to come, and how long after each move the picture was sharp. */
Object.assign(window, { interleaveFrames: surface.frameTimes, interleaveTiles: client.tileTimes, interleaveSharp: loader.sharpTimes });
api.postMessage({ type: 'ready', version: PROTOCOL_VERSION, actions: listActions() });
