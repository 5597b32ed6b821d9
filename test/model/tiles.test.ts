// Tiles against brute force, the rule that rare contention stays visible, and what does not depend on where one looks from.
import assert from 'node:assert/strict';
import { answer } from '../../src/model/query/query.ts';
import { buildPyramid, rasterize } from '../../src/model/tracks/pyramid.ts';
import type { EntryList } from '../../src/model/tracks/pyramid.ts';
import {
  BIN_PX,
  NOTCH_LOCK,
  NOTCH_READY,
  RUN_WORDS,
  STATE_COUNT,
  STATE_LOCK,
  STATE_NONE,
  STATE_READY,
  STATE_RUNNING,
  TILE_HISTOGRAM,
  TILE_LOCK,
  TILE_STATES,
} from '../../src/model/requests.ts';
import type { AxisPiece, Row, RowsReply, SearchReply, TilesReply } from '../../src/model/requests.ts';
import { demoTrace } from '../support/demoTrace.ts';
import { ALL_ROWS } from '../support/rows.ts';
import { random } from '../support/random.ts';

interface Run {
  readonly x0: number;
  readonly x1: number;
  readonly state: number;
  readonly bits: number;
  readonly count: number;
  readonly entry: number;
}

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9));

/** Random entries: clusters of tiny ones between long ones, as in a real lane. */
function randomList(next: () => number, length: number): EntryList {
  const startNs = new Float64Array(length + 1);
  const state = new Uint8Array(length + 1);
  let at = 0;
  for (let i = 0; i < length; i++) {
    startNs[i] = at;
    let chosen = Math.floor(next() * STATE_COUNT);
    if (next() < 0.6) chosen = STATE_RUNNING;
    state[i] = chosen;
    at += next() < 0.9 ? Math.ceil(next() * 1000) : Math.ceil(next() * 1e6);
  }
  startNs[length] = at;
  state[length] = STATE_NONE;
  return { startNs, state, from: 0, to: length + 1, pyramid: buildPyramid(startNs, state, STATE_COUNT) };
}

function draw(list: EntryList, pieces: readonly AxisPiece[], hidden = 0): Run[] {
  const runs: Run[] = [];
  rasterize(list, pieces, hidden, { run: (x0, x1, state, bits, count, entry) => runs.push({ x0, x1, state, bits, count, entry }) });
  return runs;
}

/** ns of each state in one pixel, by looking at every entry. */
function occupancy(list: EntryList, piece: AxisPiece, x: number): Float64Array {
  const perPx = (piece.t1 - piece.t0) / (piece.x1 - piece.x0);
  const a = piece.t0 + (x - piece.x0) * perPx;
  const sums = new Float64Array(STATE_COUNT);
  for (let i = list.from; i < list.to - 1; i++) {
    const ns = Math.min(a + perPx, list.startNs[i + 1] as number) - Math.max(a, list.startNs[i] as number);
    if (ns > 0) sums[list.state[i] as number]! += ns;
  }
  return sums;
}

describe('rasterize', () => {
  const next = random(seed);
  const cases = Array.from({ length: 40 }, () => {
    const list = randomList(next, 50 + Math.floor(next() * 9000));
    const end = list.startNs[list.to - 1] as number;
    const width = 20 + Math.floor(next() * 800);
    const from = next() < 0.3 ? 0 : next() * end * 0.9;
    const to = next() < 0.3 ? end : from + (end - from) * (0.001 + next() * 0.9);
    return { list, piece: { t0: from, t1: to, x0: 0, x1: width } };
  });

  it(`covers exactly the pixels in which something happens, in order (seed ${seed})`, () => {
    for (const { list, piece } of cases) {
      const runs = draw(list, [piece]);
      const covered = new Uint8Array(piece.x1);
      let last = 0;
      for (const run of runs) {
        assert.ok(run.x0 >= last && run.x1 > run.x0 && run.x1 <= piece.x1, `run ${run.x0}..${run.x1} after ${last}`);
        covered.fill(1, run.x0, run.x1);
        last = run.x1;
      }
      const perPx = (piece.t1 - piece.t0) / piece.x1;
      for (let x = 0; x < piece.x1; x++) {
        const sums = occupancy(list, piece, x);
        const some = sums.reduce((sum, ns, s) => (s === STATE_NONE ? sum : sum + ns), 0);
        // A sliver at the edge of a pixel may be drawn in the neighbour: rounding.
        if (some > perPx * 0.01) assert.equal(covered[x], 1, `pixel ${x} of ${piece.x1} is empty, ${some} ns happened`);
        if (some === 0) {
          assert.ok(
            covered[x] === 0 ||
              occupancy(list, piece, x - 1).some((ns, s) => s > 0 && ns > 0) ||
              occupancy(list, piece, x + 1).some((ns, s) => s > 0 && ns > 0),
            `pixel ${x} is drawn, nothing happened`,
          );
        }
      }
    }
  });

  it(`never loses a wait for a lock or a task that is not let in (seed ${seed})`, () => {
    for (const { list, piece } of cases) {
      const runs = draw(list, [piece]);
      const perPx = (piece.t1 - piece.t0) / piece.x1;
      for (let i = list.from; i < list.to - 1; i++) {
        const s = list.state[i] as number;
        if (s !== STATE_LOCK && s !== STATE_READY) continue;
        const start = list.startNs[i] as number;
        const end = list.startNs[i + 1] as number;
        if (start < piece.t0 || end > piece.t1) continue;
        const x = Math.floor((start - piece.t0) / perPx);
        const notch = s === STATE_LOCK ? NOTCH_LOCK : NOTCH_READY;
        const seen = runs.some((run) => run.x0 <= x + 1 && run.x1 >= x && (run.state === s || (run.bits & notch) !== 0));
        assert.ok(seen, `state ${s} at pixel ${x} left no trace`);
      }
    }
  });

  it(`shows the dominant state of each pixel as brute force does (seed ${seed})`, () => {
    for (const { list, piece } of cases) {
      const runs = draw(list, [piece]);
      for (const run of runs) {
        if (run.x1 - run.x0 !== 1 || run.entry >= 0) continue;
        const sums = occupancy(list, piece, run.x0);
        // The heaviest state weighs at most four times as much as the lightest.
        const drawn = sums[run.state] as number;
        const most = sums.reduce((best, ns, s) => (s === STATE_NONE ? best : Math.max(best, ns)), 0);
        assert.ok(drawn * 4 >= most * 0.95, `pixel ${run.x0}: drawn ${drawn} ns, another state has ${most} ns`);
      }
    }
  });

  it(`is the same with and without the index (seed ${seed})`, () => {
    for (const { list, piece } of cases) {
      const plain = draw({ ...list, pyramid: null }, [piece]);
      const indexed = draw(list, [piece]);
      assert.deepEqual(
        indexed.map((r) => [r.x0, r.x1]),
        plain.map((r) => [r.x0, r.x1]),
      );
      const differ = indexed.filter((run, i) => run.state !== plain[i]?.state);
      // Sums in single precision may tip a draw.
      assert.ok(differ.length <= indexed.length * 0.01, `${differ.length} of ${indexed.length} differ`);
    }
  });

  it(`gives one entry the same state at every zoom (seed ${seed})`, () => {
    for (const { list, piece } of cases.slice(0, 10)) {
      const runs = draw(list, [piece]).filter((run) => run.entry >= 0 && run.x1 - run.x0 > 3);
      for (const run of runs.slice(0, 20)) {
        const t0 = list.startNs[run.entry] as number;
        const t1 = list.startNs[run.entry + 1] as number;
        const close = draw(list, [{ t0, t1, x0: 0, x1: 100 }]);
        assert.equal(close.length, 1);
        assert.equal(close[0]?.state, run.state);
        assert.equal(close[0]?.entry, run.entry);
      }
    }
  });

  it('draws nothing for hidden states and for empty or inverted pieces', () => {
    const list = randomList(random(1), 500);
    const end = list.startNs[500] as number;
    assert.deepEqual(draw(list, [{ t0: 0, t1: end, x0: 0, x1: 100 }], 0xffff), []);
    assert.deepEqual(draw(list, [{ t0: 5, t1: 5, x0: 0, x1: 100 }]), []);
    assert.deepEqual(draw(list, [{ t0: end + 1, t1: end + 50, x0: 0, x1: 100 }]), []);
  });
});

describe('tiles of a run', () => {
  const { trace, report } = demoTrace();
  const rows = (answer(trace, report, ALL_ROWS) as RowsReply).rows;
  const tile = (list: readonly Row[], piece: AxisPiece): { reply: TilesReply; words: Int32Array } => {
    const reply = answer(trace, report, {
      type: 'tiles',
      rows: list.map((r) => r.id),
      pieces: [piece],
      labelPx: 40,
      hiddenStates: 0,
    }) as TilesReply;
    return { reply, words: new Int32Array(reply.buffer) };
  };
  const whole: AxisPiece = { t0: 0, t1: 12e9, x0: 0, x1: 1000 };

  it('has a header and exactly its words for each row', () => {
    const { words } = tile(rows, whole);
    const perBin = [0, 0, 1, 2];
    let at = 0;
    for (const row of rows) {
      const [first = -1, runs = 0, bins = 0] = words.subarray(at, at + 3);
      const kind = first & 0xff;
      assert.ok(kind >= 0 && kind <= 3, row.label);
      const layers = (first >>> TILE_STATES).toString(2).replaceAll('0', '').length;
      at += 3 + (kind === TILE_HISTOGRAM ? 0 : runs) * RUN_WORDS + bins * ((perBin[kind] as number) + layers);
    }
    assert.equal(at, words.length);
  });

  it('counts the members of a group: the histogram adds up to their time', () => {
    const group = rows.find((r) => r.kind === 'group');
    assert.ok(group);
    const { words } = tile([group], whole);
    assert.equal((words[0] as number) & 0xff, TILE_HISTOGRAM);
    let drawn = 0;
    for (let i = 3; i < words.length; i++) drawn += ((words[i] as number) / 16) * (12e9 / 1000) * BIN_PX;
    const members = (answer(trace, report, { type: 'search', query: 'name:"GET /products"', row: -1, limit: 5000 }) as SearchReply).hits;
    const real = members.reduce((sum, hit) => sum + hit.endNs - hit.startNs, 0);
    assert.ok(Math.abs(drawn - real) < real * 0.1, `${drawn} drawn, ${real} real`);
    // Not the mean of a bin, however far away one looks at it.
    const [, peak] = tile([group], { ...whole, x1: 2 }).words;
    assert.equal(peak, Math.max(...members.map(({ startNs }) => members.filter((m) => m.startNs <= startNs && m.endNs > startNs).length)));
  });

  it('draws holders and waiters of a lock', () => {
    const lock = rows.find((r) => r.kind === 'lock' && r.label === 'dbLock');
    assert.ok(lock);
    const { words, reply } = tile([lock], { t0: 2e9, t1: 2.5e9, x0: 0, x1: 1000 });
    assert.equal(words[0], TILE_LOCK);
    assert.ok((words[1] as number) >= 4, 'several holders');
    assert.ok(reply.labels.includes('addToCart'));
    const bins = words.subarray(3 + (words[1] as number) * RUN_WORDS);
    assert.ok(Math.max(...bins) >= 2 * 16, 'two waited at once');
  });

  it('is small: a screen of forty rows takes less than 100 KB', () => {
    const { reply } = tile(rows.slice(0, 40), { ...whole, x1: 2000 });
    assert.ok(reply.buffer.byteLength < 100_000, `${reply.buffer.byteLength} bytes`);
  });

  it('survives rows that do not exist and hostile pieces', () => {
    const request = {
      type: 'tiles',
      rows: [-1, 1e12, 7, Number.NaN],
      pieces: [
        { t0: Number.NaN, t1: 1, x0: 0, x1: 10 },
        { t0: 0, t1: 1, x0: 0, x1: 1e9 },
      ],
      labelPx: 1,
      hiddenStates: 0,
    } as const;
    assert.ok((answer(trace, report, request) as TilesReply).buffer.byteLength >= 0);
  });
});
