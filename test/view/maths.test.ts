// The pure part of the view: axis with folds, zoom and pan, layout, hit test, tiles on the screen, keys.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Row } from '../../src/model/requests.ts';
import { TimeAxis } from '../../src/view/axis.ts';
import { STATE_COLORS } from '../../src/model/stateColors.ts';
import { hitTest, keptWhole, markerAt, placeMarkers } from '../../src/view/hitTest.ts';
import { ACTIONS, keyOf } from '../../src/view/input.ts';
import { ROW_HEIGHT, clampScroll, geometryOf, layoutRows, rowAt, scrollTo, visibleRows } from '../../src/view/layout.ts';
import { placeFoldLabels } from '../../src/view/render/foldLabels.ts';
import { isTileCurrent, readTile, tileRange, tileTransform } from '../../src/view/tile.ts';
import { PartCache, USUAL_ZOOM, likelyNext, zoomStep } from '../../src/view/tileCache.ts';
import {
  clampViewport,
  fitViewport,
  formatDuration,
  formatTick,
  panViewport,
  revealAt,
  tickStep,
  zoomViewport,
} from '../../src/view/viewport.ts';
import { random } from '../support/random.ts';

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9));

describe('placeFoldLabels', () => {
  const fold = (middle: number, lengthNs: number): Parameters<typeof placeFoldLabels>[0][number] => ({
    middle,
    lengthNs,
    texts: [
      [`${lengthNs} idle`, 60],
      [`${lengthNs}`, 30],
    ],
  });

  it('tells every fold where there is room, within the ruler', () => {
    assert.deepEqual(placeFoldLabels([fold(5, 2), fold(200, 3), fold(395, 1)], 0, 400), [
      { text: '3 idle', x: 170, width: 60 },
      { text: '2 idle', x: 0, width: 60 },
      { text: '1 idle', x: 340, width: 60 },
    ]);
  });

  it('puts none on another: the longest first, in fewer words, or not at all', () => {
    assert.deepEqual(placeFoldLabels([fold(100, 9), fold(150, 3), fold(112, 2)], 0, 400), [
      { text: '9 idle', x: 70, width: 60 },
      { text: '3', x: 135, width: 30 },
    ]);
  });
});

describe('axis', () => {
  it(`maps there and back, folded or not, and keeps order (seed ${seed})`, () => {
    const next = random(seed);
    for (let round = 0; round < 50; round++) {
      const idle: [number, number][] = [];
      let at = 0;
      for (let i = 0; i < 5; i++) {
        at += 1e8 + next() * 1e9;
        const from = at;
        at += 2e9 + next() * 20e9;
        idle.push([from, at]);
      }
      const axis = new TimeAxis(at + 1e9, round % 2 === 0 ? idle : []);
      let last = -1;
      for (let i = 0; i <= 200; i++) {
        const ns = (i / 200) * (at + 1e9);
        const x = axis.toAxis(ns);
        assert.ok(x >= last, `order at ${ns}`);
        assert.ok(Math.abs(axis.toNs(x) - ns) < 2, `${ns} came back as ${axis.toNs(x)}`);
        last = x;
      }
      assert.ok(axis.length <= at + 1e9);
    }
  });

  it(`cuts a range into linear pieces that touch (seed ${seed})`, () => {
    const next = random(seed + 1);
    const axis = new TimeAxis(60e9, [
      [5e9, 20e9],
      [25e9, 55e9],
    ]);
    for (let round = 0; round < 100; round++) {
      const a = next() * axis.length;
      const b = a + next() * (axis.length - a) + 1;
      const pieces = axis.pieces(a, b, 1000);
      assert.equal(pieces[0]?.x0, 0);
      assert.equal(pieces.at(-1)?.x1, 1000);
      for (let i = 1; i < pieces.length; i++) assert.equal(pieces[i]?.x0, pieces[i - 1]?.x1);
    }
  });

  it('makes a long idle stretch short', () => {
    const axis = new TimeAxis(100e9, [[1e9, 99e9]]);
    assert.ok(axis.length < 2.2e9);
    assert.equal(axis.toNs(axis.length), 100e9);
  });
});

describe('viewport', () => {
  const length = 10e9;
  it('keeps what is under the pointer in place when it zooms', () => {
    const from = { from: 2e9, to: 4e9 };
    const to = zoomViewport(from, 2.5e9, 0.5, length);
    assert.equal(to.to - to.from, 1e9);
    assert.equal((2.5e9 - to.from) / (to.to - to.from), 0.25);
  });
  it('never leaves the run, nor gets closer than a microsecond', () => {
    let view = fitViewport(length);
    assert.ok(view.from <= 0 && view.to >= length);
    for (let i = 0; i < 200; i++) view = zoomViewport(view, 5e9, 0.5, length);
    assert.ok(view.to - view.from >= 1000);
    for (let i = 0; i < 2000; i++) view = panViewport(view, 100, length);
    for (let i = 0; i < 200; i++) view = zoomViewport(view, view.to, 2, length);
    assert.deepEqual(view, fitViewport(length));
    assert.deepEqual(clampViewport({ from: -1e12, to: 1e12 }, length), fitViewport(length));
  });
  it('does not move for what is in view', () => {
    const view = { from: 0, to: 1e9 };
    assert.equal(revealAt(view, 5e8, length), view);
    assert.equal(revealAt(view, 5e9, length).from, 4.5e9);
  });
  it('labels ticks with as many digits as they need', () => {
    assert.equal(tickStep(10e9, 1000, 90), 1e9);
    assert.equal(formatTick(3e9, 1e9), '3 s');
    assert.equal(formatTick(1.25e9, 50e6), '1.25 s');
    assert.equal(formatTick(250e6, 50e6), '250 ms');
    assert.notEqual(formatTick(1_000_200, 200), formatTick(1_000_400, 200));
    assert.equal(formatDuration(1_234_567), '1.2 ms');
    assert.equal(formatDuration(0), '0');
  });
});

function rowOf(id: number, kind: Row['kind'] = 'task'): Row {
  const text = { label: `row ${id}`, detail: '', place: null };
  return {
    ...text,
    id,
    parent: -1,
    kind,
    depth: 0,
    expandable: false,
    expanded: false,
    count: 1,
    startNs: 0,
    endNs: 1e9,
    never: false,
    findings: [],
    match: true,
    why: '',
    pinned: false,
  };
}

describe('layout', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => rowOf(i, i % 10 === 0 ? 'group' : 'task'));
  const layout = layoutRows(rows, false);
  const geometry = geometryOf(1000, 600, 260, 1);

  it('finds the row at every height', () => {
    for (const box of layout.boxes) {
      assert.equal(rowAt(layout, box.top), box.index);
      assert.equal(rowAt(layout, box.top + box.height - 0.01), box.index);
    }
    assert.equal(rowAt(layout, -1), -1);
    assert.equal(rowAt(layout, layout.height), -1);
  });
  it('shows only the rows on the screen', () => {
    const visible = visibleRows(layout, 5000, 500, 0);
    assert.ok(visible.length <= 500 / ROW_HEIGHT + 2);
    assert.ok((visible[0]?.top ?? 0) <= 5000);
    const last = visible.at(-1);
    assert.ok(last !== undefined && last.top + last.height >= 5500);
    assert.deepEqual(visibleRows(layoutRows([], false), 0, 500, 400), []);
  });
  it('scrolls no further than the rows, and as little as needed', () => {
    assert.equal(clampScroll(layout, geometry, -50), 0);
    const end = clampScroll(layout, geometry, 1e9);
    assert.ok(end < layout.height);
    assert.equal(scrollTo(layout, geometry, 0, 2), 0);
    const to = scrollTo(layout, geometry, 0, 900);
    const box = layout.byId.get(900);
    assert.ok(box && box.top >= to && box.top + box.height <= to + geometry.height - geometry.bands.header);
  });
  it('knows what is under the pointer', () => {
    const view = { from: 0, to: 1e9 };
    const at = (x: number, y: number) => hitTest(x, y, geometry, layout, view, 0);
    assert.equal(at(500, 10).zone, 'overview');
    assert.equal(at(500, 45).zone, 'ruler');
    assert.equal(at(500, 70).zone, 'findings');
    assert.equal(at(100, geometry.bands.header + 5).zone, 'gutter');
    assert.equal(at(260, geometry.bands.header + 5).zone, 'divider');
    const hit = at(630, geometry.bands.header + 5);
    assert.equal(hit.zone, 'plot');
    assert.equal(hit.row?.id, 0);
    assert.equal(hit.axis, 0.5e9);
    assert.equal(at(-5, 5).zone, 'none');
  });
  it('merges markers that would overlap, and finds the nearest', () => {
    const markers = placeMarkers([100, 300, 105, 109], 13);
    assert.deepEqual(
      markers.map((m) => m.findings),
      [[0, 2, 3], [1]],
    );
    assert.equal(markerAt(markers, 290, 12)?.x, 300);
    assert.equal(markerAt(markers, 200, 12), null);
  });
  it('draws markers whole that are at the edges of what is in view', () => {
    assert.deepEqual(
      [99, 101, 250, 399, 401].map((x) => keptWhole(x, 100, 400)),
      [99, 108, 250, 392, 401],
    );
  });

  it('keeps the number beside a marker free of the next one', () => {
    const markers = placeMarkers([100, 105, 115, 150], 13);
    assert.deepEqual(
      markers.map((m) => m.findings),
      [[0, 1, 2], [3]],
    );
    const dense = placeMarkers(
      Array.from({ length: 200 }, (_, i) => i),
      13,
    );
    for (const [i, { x }] of dense.entries()) assert.ok(i === 0 || x - (dense[i - 1]?.x ?? 0) >= 24);
  });
});

describe('tiles on the screen', () => {
  it('cover the viewport and half a screen on both sides, on the same grid', () => {
    const view = { from: 4e9, to: 6e9 };
    const range = tileRange(view, 1000, 10e9);
    assert.deepEqual(range, { from: 3e9, to: 7e9, width: 2000 });
    assert.ok(isTileCurrent(range, view, 1000));
    assert.ok(isTileCurrent(range, { from: 3.2e9, to: 5.2e9 }, 1000), 'panned a little');
    assert.ok(!isTileCurrent(range, { from: 2e9, to: 4e9 }, 1000), 'panned out of it');
    assert.ok(!isTileCurrent(range, { from: 4.5e9, to: 5.5e9 }, 1000), 'zoomed');
    const { scale, shift } = tileTransform(range, view, 1000);
    assert.equal(scale, 1);
    assert.equal(shift, -500);
  });
  it('reads replies, and leaves out what is torn off', () => {
    const words = Int32Array.from([0, 1, 0, 5 | (9 << 16), 1, 7, -1, 3, 0, 2, 10, 20, 30, 40]);
    const tile = readTile({ buffer: words.buffer, labels: [], version: 1 }, [11, 12], { from: 0, to: 1 }, 10);
    assert.deepEqual(tile.rows.get(11), { kind: 0, runs: 3, runCount: 1, bins: 7, binCount: 0, states: [], peak: 0 });
    assert.deepEqual(tile.rows.get(12), { kind: 3, runs: 10, runCount: 0, bins: 10, binCount: 2, states: [], peak: 0 });
    const torn = readTile({ buffer: words.buffer.slice(0, 36), labels: [], version: 1 }, [11, 12], { from: 0, to: 1 }, 10);
    assert.deepEqual([...torn.rows.keys()], [11]);
  });

  it(`are there before one zooms, around whatever one points at, and before one moves on (seed ${seed})`, () => {
    const next = random(seed + 2);
    const length = 60e9;
    for (let round = 0; round < 50; round++) {
      const cache = new PartCache<{ from: number; to: number; width: number }>();
      cache.renew('key');
      let viewport = clampViewport({ from: next() * length, to: next() * length }, length);
      let factor: number = USUAL_ZOOM;
      const notch = round % 2 === 0 ? 0.7 : 0.82;
      for (let step = 0; step < 20; step++) {
        for (const each of [viewport, ...likelyNext(viewport, factor, length)]) cache.add('key', tileRange(each, 1000, length));
        const before = viewport;
        const at = viewport.from + next() * (viewport.to - viewport.from);
        const share = next() < 0.5 ? 0.15 : -0.15;
        viewport =
          next() < 0.5 ? panViewport(viewport, share, length) : zoomViewport(viewport, at, next() < 0.5 ? notch : 1 / notch, length);
        const zoomed = zoomStep(before, viewport, length);
        // Only the first notch of a wheel is a surprise, also where it comes close to an end of the zoom.
        const whole = fitViewport(length);
        const span = viewport.to - viewport.from;
        const ratio = span / (before.to - before.from);
        const isSame = Math.abs(ratio - 1) < 1e-6 || Math.abs(Math.min(ratio, 1 / ratio) - factor) < 1e-6;
        const isKnown = isSame || Math.abs(span / (whole.to - whole.from) - 1) < 1e-6;
        if (isKnown) assert.ok(cache.find(viewport, 1000, () => true) !== null, `round ${round}, step ${step}`);
        factor = zoomed ?? factor;
      }
    }
  });

  it('are kept while nothing else is known or wanted, those that were used last', () => {
    const cache = new PartCache<{ from: number; to: number; width: number }>();
    const tiles = Array.from({ length: 40 }, (_, i) => ({ from: i * 1000, to: i * 1000 + 1000, width: 1000 }));
    const [first] = tiles;
    assert.ok(first);
    cache.renew('a');
    for (const tile of tiles) {
      cache.add('a', tile);
      assert.equal(
        cache.find(first, 1000, () => true),
        first,
      );
    }
    assert.equal(
      cache.find({ from: 2000, to: 3000 }, 1000, () => true),
      null,
    );
    assert.equal(
      cache.find({ from: 39_000, to: 40_000 }, 1000, () => true),
      tiles[39],
    );
    assert.equal(
      cache.find(first, 1000, (tile) => tile !== first),
      null,
    );
    cache.renew('b');
    cache.add('a', first);
    assert.equal(
      cache.find(first, 1000, () => true),
      null,
    );
  });
});

describe('keys', () => {
  it('are each bound once', () => {
    const keys = Object.values(ACTIONS).flatMap(([list]) => list);
    assert.equal(new Set(keys).size, keys.length);
  });
  it('leave the editor its own', () => {
    const event = { key: 'p', shiftKey: false, altKey: false, ctrlKey: true, metaKey: false };
    assert.equal(keyOf(event), '');
    assert.equal(keyOf({ ...event, ctrlKey: false, key: 'P', shiftKey: true }), 'Shift+P');
    assert.equal(keyOf({ ...event, ctrlKey: false, key: 'ArrowLeft', altKey: true }), 'Alt+ArrowLeft');
    for (const key of ['F1', 'F6', 'Tab']) assert.ok(!Object.values(ACTIONS).some(([list]) => list.includes(key)), key);
  });
});

/** Relative luminance of `#rrggbb`, WCAG. */
function luminanceOf(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const v = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminanceOf(a), luminanceOf(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

describe('colours', () => {
  it('are those that the extension contributes', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { colors: { id: string; description: string; defaults: object }[] };
    };
    const words = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
    const ours = STATE_COLORS.map(({ id, description, ...defaults }) => ({ id, description, defaults }));
    const theirs = contributes.colors.map((color) => ({ ...color, description: words[color.description.replaceAll('%', '')] }));
    assert.deepEqual(ours, theirs);
  });
  it('stand out from the background: 3:1, in high contrast 4.5:1', () => {
    for (const color of STATE_COLORS) {
      assert.ok(contrast(color.dark, '#1e1e1e') >= 3, `${color.id} dark ${contrast(color.dark, '#1e1e1e')}`);
      assert.ok(contrast(color.light, '#ffffff') >= 3, `${color.id} light ${contrast(color.light, '#ffffff')}`);
      assert.ok(contrast(color.highContrast, '#000000') >= 4.5, `${color.id} high contrast`);
      assert.ok(contrast(color.highContrastLight, '#ffffff') >= 4.5, `${color.id} high contrast light`);
    }
  });
});
