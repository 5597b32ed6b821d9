/** Keys and pointer → actions of the controller. The editor can ask for each action by the name given here, so that users can bind their own keys. */
import { MAX_ARROWS, NEAR_ARROWS, chipAt, edgeChips } from './render/edgeChips.ts';
import type { EdgeChip } from './render/edgeChips.ts';
import type { TimelineFinding } from '../model/requests.ts';
import type { Controller } from './controller.ts';
import { hitTest, keptWhole, markerAt, placeMarkers, xOf } from './hitTest.ts';
import type { Hit, Marker } from './hitTest.ts';
import type { Surface } from './render/surface.ts';
import { t } from './l10n.ts';
import type { State } from './store.ts';

/** Pixels before a press becomes a drag. */
const DRAG_PX = 4;
const WHEEL_ZOOM = 0.0018;
const HOVER_DELAY_MS = 60;
export const MARKER_GAP = 15;
const MARKER_REACH = 12;

type Action = (controller: Controller) => unknown;

/** name: [keys, meaning, action]. Keys as `Shift+W`; letters without Shift are lower case. The help overlay lists them in this order. */
export const ACTIONS: Readonly<Record<string, readonly [keys: readonly string[], meaning: string, action: Action]>> = {
  zoomIn: [['w', '+', '='], t('zoom in'), (c) => c.zoom(0.7)],
  zoomOut: [['s', '-'], t('zoom out'), (c) => c.zoom(1 / 0.7)],
  panLeft: [['a'], t('earlier'), (c) => c.pan(-0.15)],
  panRight: [['d'], t('later'), (c) => c.pan(0.15)],
  zoomInFast: [['Shift+W'], t('zoom in, four times'), (c) => c.zoom(0.7 ** 4)],
  zoomOutFast: [['Shift+S'], t('zoom out, four times'), (c) => c.zoom(1 / 0.7 ** 4)],
  panLeftFast: [['Shift+A'], t('earlier, four times'), (c) => c.pan(-0.6)],
  panRightFast: [['Shift+D'], t('later, four times'), (c) => c.pan(0.6)],
  focusSelection: [['f'], t('centre the selection; again: fit it'), (c) => c.focusSelection()],
  fitAll: [['0', 'Home'], t('show everything'), (c) => c.fitAll()],
  zoomToSelection: [['z'], t('zoom to the selection or range'), (c) => c.zoomToSelection()],
  selectionToRange: [['r'], t('selection → range with statistics'), (c) => c.selectionToRange()],
  wholeRun: [['Shift+R'], t('statistics of the whole run'), (c) => c.wholeRun()],
  next: [['.'], t('next state of this row'), (c) => c.step(1)],
  previous: [[','], t('previous state of this row'), (c) => c.step(-1)],
  flowForward: [[']'], t('follow what this caused'), (c) => c.followFlow(1)],
  flowBack: [['['], t('follow what caused this'), (c) => c.followFlow(-1)],
  rowDown: [['ArrowDown'], t('row below'), (c) => c.stepRow(1)],
  rowUp: [['ArrowUp'], t('row above'), (c) => c.stepRow(-1)],
  open: [['ArrowRight'], t('open the row, or next state'), (c) => c.openOrClose(true)],
  close: [['ArrowLeft'], t('close the row, or go to its parent'), (c) => c.openOrClose(false)],
  pageDown: [['PageDown'], t('scroll down'), (c) => c.scrollBy(c.page * 0.8)],
  pageUp: [['PageUp'], t('scroll up'), (c) => c.scrollBy(-c.page * 0.8)],
  openSource: [['Enter'], t('go to the source'), (c) => c.openSelected(false)],
  openSourceToSide: [['Alt+Enter'], t('source to the side'), (c) => c.openSelected(true)],
  blocker: [['b'], t('who blocks this'), (c) => c.jumpTo(c.store.state.details?.blocker ?? null)],
  blockingChain: [['Shift+B'], t('the whole chain'), (c) => c.setTab('why')],
  criticalPath: [['c'], t('critical path of the task'), (c) => c.toggleCritical()],
  blocked: [['u'], t('whom does this let go on'), (c) => c.jumpTo(c.store.state.details?.blocked ?? null)],
  goTo: [['g'], t('go to a time, a task or a lock'), (c) => c.store.set({ goTo: true })],
  search: [['/', 'Ctrl+F'], t('search: the filter'), (c) => c.store.set({ searching: c.store.state.searching + 1 })],
  nextHit: [['n'], t('next hit of the filter'), (c) => c.finder.nextHit(1)],
  previousHit: [['Shift+N'], t('previous hit'), (c) => c.finder.nextHit(-1)],
  nextFinding: [['x'], t('next finding'), (c) => c.nextFinding(1)],
  previousFinding: [['Shift+X'], t('previous finding'), (c) => c.nextFinding(-1)],
  explain: [['e'], t('explain the finding'), (c) => c.explain()],
  pin: [['p'], t('pin the row to the top'), (c) => c.togglePin()],
  hide: [['h'], t('hide the row'), (c) => c.hideRow()],
  showAll: [['Shift+H'], t('show hidden rows'), (c) => c.showAllRows()],
  solo: [['o'], t('only related rows'), (c) => c.soloRelated()],
  table: [['t'], t('table or picture'), (c) => c.toggle('table')],
  locks: [['l'], t('locks'), (c) => c.setTab('locks')],
  stacks: [['k'], t('stacks'), (c) => c.setTab('stack')],
  allFlows: [['Shift+F'], t('all arrows of the selection'), (c) => c.toggle('allFlows')],
  justMyCode: [['j'], t('just my code'), (c) => c.setJustMyCode(!c.store.state.justMyCode)],
  foldIdle: [['i'], t('fold idle time'), (c) => c.setFoldIdle(!c.store.state.foldIdle)],
  note: [['m'], t('add a note here'), (c) => c.notes.begin()],
  back: [['Backspace', 'Alt+ArrowLeft'], t('back'), (c) => c.goBack()],
  forward: [['Alt+ArrowRight'], t('forward'), (c) => c.goForward()],
  follow: [[' '], t('follow the running program, or pause'), (c) => c.toggleFollow()],
  help: [['?', 'Shift+?'], t('this help'), (c) => c.toggle('help')],
  clear: [['Escape'], t('back out, one thing at a time'), (c) => c.clear()],
};

const BY_KEY = new Map(Object.values(ACTIONS).flatMap(([keys, , action]) => keys.map((key) => [key, action] as const)));

/** The key of an event as written in ACTIONS; '' for combinations that belong to the editor. */
export function keyOf(event: { key: string; shiftKey: boolean; altKey: boolean; ctrlKey: boolean; metaKey: boolean }): string {
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'f' && !event.shiftKey && !event.altKey ? 'Ctrl+F' : '';
  const isLetter = /^[a-z]$/i.test(event.key);
  const key = isLetter ? (event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase()) : event.key;
  const shift = event.shiftKey && (isLetter || event.key.length > 1) ? 'Shift+' : '';
  return `${event.altKey ? 'Alt+' : ''}${shift}${key}`;
}

/** Does what a key would, by the name of the action; nothing if there is none. */
export function runAction(controller: Controller, name: string): void {
  if (Object.hasOwn(ACTIONS, name)) void ACTIONS[name]?.[2](controller);
}

export function listenToKeys(element: HTMLElement, controller: Controller): void {
  element.addEventListener('keydown', (event) => {
    // The element has uses of its own for it.
    if (event.defaultPrevented) return;
    const key = keyOf(event);
    const isLetter = /^(Shift\+)?[a-z]$/i.test(key);
    if (
      isLetter &&
      document.body.classList.contains('vscode-using-screen-reader') &&
      !controller.store.state.settings.keysWithScreenReader
    ) {
      return;
    }
    const action = BY_KEY.get(key);
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    void action(controller);
  });
}

/** Markers of the findings rail, where they are now. */
export function markersOf(state: State, surface: Surface): Marker[] {
  const findings = state.summary?.findings ?? [];
  const xs = findings.map((f) =>
    f.window === undefined ? -1e6 : xOf(state.axis.toAxis(f.window.fromNs), surface.geometry, state.viewport),
  );
  const { gutter, width } = surface.geometry;
  return placeMarkers(
    xs.map((x) => keptWhole(x, gutter, width)),
    MARKER_GAP,
  );
}

/** The findings of the sign that is nearest to x, none where there is none. */
export function findingsAt(state: State, surface: Surface, x: number): TimelineFinding[] {
  const marker = markerAt(markersOf(state, surface), x, MARKER_REACH);
  return (marker?.findings ?? []).flatMap((i) => state.summary?.findings[i] ?? []);
}

/** Chips for the ends of the selection's arrows that are outside of the picture, where they are now. */
export function chipsOf({ details, critical, allFlows, axis, layout, viewport, scroll }: State, { geometry }: Surface): EdgeChip[] {
  if (details === null || critical !== null) return [];
  return edgeChips(details.flows.slice(0, allFlows ? MAX_ARROWS : NEAR_ARROWS), { axis, geometry, layout, viewport, scroll });
}

/** Index of the note whose flag is at x, -1. */
function noteAt(state: State, surface: Surface, x: number): number {
  return state.notes.findIndex(
    (note) => Math.abs(xOf(state.axis.toAxis(note.fromNs), surface.geometry, state.viewport) - x) <= MARKER_REACH,
  );
}

type Drag =
  | { readonly kind: 'range'; readonly startAxis: number; readonly startX: number; moved: boolean; readonly hit: Hit }
  | { readonly kind: 'pan'; lastX: number; lastY: number }
  | { readonly kind: 'overview' }
  | { readonly kind: 'divider' };

export function listenToPointer(
  surface: Surface,
  controller: Controller,
  onHover: (hit: Hit | null, event: PointerEvent | null) => void,
): void {
  const { element } = surface;
  const { store } = controller;
  let drag: Drag | null = null;
  let hoverTimer = 0;
  const hitOf = (event: MouseEvent): Hit => {
    const box = element.getBoundingClientRect();
    const { layout, viewport, scroll } = store.state;
    return hitTest(event.clientX - box.left, event.clientY - box.top, surface.geometry, layout, viewport, scroll);
  };
  const moveOverview = (x: number): void => {
    const { axis, viewport } = store.state;
    const at = (x / surface.geometry.width) * axis.length;
    const half = (viewport.to - viewport.from) / 2;
    controller.setViewport({ from: at - half, to: at + half });
  };
  element.addEventListener('pointerdown', (event) => {
    const hit = hitOf(event);
    element.setPointerCapture(event.pointerId);
    if (hit.zone === 'divider') drag = { kind: 'divider' };
    else if (hit.zone === 'overview') {
      drag = { kind: 'overview' };
      moveOverview(hit.x);
    } else if (event.button === 1 || event.shiftKey) drag = { kind: 'pan', lastX: event.clientX, lastY: event.clientY };
    else drag = { kind: 'range', startAxis: hit.axis, startX: event.clientX, moved: false, hit };
  });
  element.addEventListener('pointermove', (event) => {
    const hit = hitOf(event);
    if (drag === null) {
      element.style.cursor =
        hit.zone === 'divider'
          ? 'col-resize'
          : hit.zone === 'gutter' || hit.zone === 'findings' || chipAt(chipsOf(store.state, surface), hit.x, hit.y) !== undefined
            ? 'pointer'
            : 'default';
      store.set({
        hoverX: hit.zone === 'none' || hit.zone === 'overview' || hit.zone === 'gutter' ? -1 : hit.x,
        hoverRow: hit.row?.id ?? -1,
      });
      clearTimeout(hoverTimer);
      hoverTimer = window.setTimeout(() => onHover(hit, event), HOVER_DELAY_MS);
      return;
    }
    if (drag.kind === 'divider') surface.gutter = hit.x;
    else if (drag.kind === 'overview') moveOverview(hit.x);
    else if (drag.kind === 'pan') {
      controller.pan(-(event.clientX - drag.lastX) / surface.geometry.plot);
      controller.scrollBy(drag.lastY - event.clientY);
      drag.lastX = event.clientX;
      drag.lastY = event.clientY;
    } else {
      const isTime = drag.hit.zone === 'plot' || drag.hit.zone === 'ruler' || drag.hit.zone === 'lag' || drag.hit.zone === 'cpu';
      if (Math.abs(event.clientX - drag.startX) > DRAG_PX && isTime) drag.moved = true;
      if (drag.moved) {
        const { axis } = store.state;
        const [a, b] = [axis.toNs(drag.startAxis), axis.toNs(hit.axis)];
        store.set({ range: [Math.min(a, b), Math.max(a, b)], hoverX: hit.x });
      }
    }
  });
  element.addEventListener('pointerup', (event) => {
    const was = drag;
    drag = null;
    if (was?.kind !== 'range') return;
    if (was.moved) {
      void controller.setRange(store.state.range);
      return;
    }
    click(controller, surface, hitOf(event), event);
  });
  element.addEventListener('pointerleave', () => {
    clearTimeout(hoverTimer);
    store.set({ hoverX: -1, hoverRow: -1, hovered: null });
    onHover(null, null);
  });
  element.addEventListener('dblclick', (event) => {
    const hit = hitOf(event);
    if (hit.zone === 'plot' && store.state.details !== null) controller.zoomToSelection();
    else if (hit.zone === 'overview' || hit.zone === 'ruler') controller.fitAll();
  });
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const hit = hitOf(event);
      const unit = event.deltaMode === 1 ? 24 : 1;
      if (event.ctrlKey || event.metaKey) {
        controller.zoom(
          Math.exp(event.deltaY * unit * WHEEL_ZOOM * (event.deltaMode === 0 && Math.abs(event.deltaY) < 20 ? 4 : 1)),
          hit.axis,
        );
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        controller.pan(((event.deltaX || event.deltaY) * unit) / surface.geometry.plot);
      } else controller.scrollBy(event.deltaY * unit);
    },
    { passive: false },
  );
}

function click(controller: Controller, surface: Surface, hit: Hit, event: MouseEvent): void {
  const { store } = controller;
  const chip = chipAt(chipsOf(store.state, surface), hit.x, hit.y);
  if (chip !== undefined) void controller.jumpTo(chip);
  else if (hit.zone === 'findings') {
    const ids = findingsAt(store.state, surface, hit.x).map(({ id }) => id);
    if (ids.length === 0) return;
    const at = ids.indexOf(store.state.finding);
    void controller.selectFinding(ids[(at + 1) % ids.length] ?? '');
  } else if (hit.zone === 'gutter' && hit.row !== null) {
    if (hit.row.expandable) controller.toggleRow(hit.row.id);
    const { axis, viewport } = store.state;
    const middle = axis.toNs((viewport.from + viewport.to) / 2);
    const ns = Math.min(Math.max(middle, hit.row.startNs), Math.max(hit.row.startNs, hit.row.endNs - 1));
    if (!hit.row.expandable || hit.row.kind === 'task') void controller.select(hit.row.id, ns, { source: false, reveal: false });
  } else if (hit.zone === 'plot' && hit.row !== null) {
    const ns = store.state.axis.toNs(hit.axis);
    if (hit.row.kind === 'group' || hit.row.kind === 'section') {
      if (hit.row.kind === 'group') controller.toggleRow(hit.row.id);
      return;
    }
    void controller.select(hit.row.id, ns, { reveal: false }).then(() => {
      if (event.ctrlKey || event.metaKey) controller.openSelected(false);
    });
  } else if (hit.zone === 'ruler' && noteAt(store.state, surface, hit.x) >= 0) {
    void controller.notes.go(noteAt(store.state, surface, hit.x));
  } else if (hit.zone === 'lag' || hit.zone === 'cpu' || hit.zone === 'ruler' || hit.zone === 'none') {
    store.set({ range: null, statistics: null });
  }
}
