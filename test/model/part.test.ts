import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../../src/analysis/finding.ts';
import { Earlier } from '../../src/model/build/earlier.ts';
import * as W from '../../src/wire/events.ts';
import { Engine } from '../../src/host/engine.ts';
import { metaChunk } from '../../src/host/traceFile.ts';
import { NONE } from '../../src/model/ids.ts';
import { TASK_AWAIT, type Trace } from '../../src/model/trace.ts';
import { FILE_HEADER_BYTES } from '../../src/wire/format.ts';
import { Workshop } from '../cli/support.ts';
import { integers } from '../host/support.ts';
import { rounds } from '../support/random.ts';

const LIMIT = { limitMs: 60_000 };

const PROGRAMS: Readonly<Record<string, string>> = {
  // Calls that wait over many cuts, races, timers, intervals, combinators, files.
  'calls.js': `
const fs = require('node:fs');
let stock = 50;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function take(ms) { const before = stock; await pause(ms); stock = before - 1; return stock; }
async function inner(ms) { for (let i = 0; i < 3; i++) { await take(ms); await null; } }
async function long() { for (let i = 0; i < 12; i++) { await inner(1); await Promise.all([take(1), take(2)]); } }
let ticks = 0;
const every = setInterval(() => { ticks++; void take(1); }, 4);
async function* numbers() { for (let i = 0; i < 20; i++) { await pause(2); yield i; } }
(async () => { for await (const n of numbers()) stock += n; })();
(async () => { for (let i = 0; i < 10; i++) { await fs.promises.readFile(__filename); process.nextTick(() => { stock++; }); } })();
long().then(() => clearInterval(every));
`,
  // Connections that are kept, requests from outside, messages in both directions.
  'server.js': `
const http = require('node:http');
const { Worker } = require('node:worker_threads');
const worker = new Worker('const { parentPort } = require("node:worker_threads"); parentPort.on("message", (n) => { if (n < 0) parentPort.close(); else parentPort.postMessage(n + 1); });', { eval: true });
let count = 0;
const server = http.createServer(async (request, response) => {
  const before = count;
  await new Promise((resolve) => { worker.once('message', resolve); worker.postMessage(before); });
  count = before + 1;
  response.end(String(count));
});
const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
const ask = (port) => new Promise((resolve, reject) => http.get({ port, agent }, (r) => r.resume().on('end', resolve)).on('error', reject));
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  for (let i = 0; i < 15; i++) await Promise.all([ask(port), ask(port)]);
  agent.destroy();
  server.close();
  worker.postMessage(-1);
});
`,
};

type Row = readonly unknown[];

/** What ran from a time on and what was made in it, in words that do not depend on the numbers of rows. */
function restricted(trace: Trace, fromNs: number): Readonly<Record<string, readonly Row[]>> {
  const { segments: s, tasks, activations: a, suspensions, accesses, locations } = trace;
  // Runs that say when they began; what was running at the time is another matter.
  const run = new Map<number, string>();
  const counts: number[] = [];
  const isRun = (i: number): boolean =>
    s.atom.at(i) === i && s.startNs.at(i) >= fromNs && i > (trace.threads[s.thread.at(i)]?.earlier ?? NONE);
  for (let i = 0; i < s.length; i++) {
    if (!isRun(i)) continue;
    const thread = s.thread.at(i);
    run.set(i, `t${thread}.${(counts[thread] = (counts[thread] ?? 0) + 1)}`);
  }
  const inPart = (segment: number): boolean => segment !== NONE && run.has(s.atom.at(segment));
  const nameOf = (segment: number): string => (segment === NONE ? '' : (run.get(s.atom.at(segment)) ?? ''));
  const named = (length: number, segmentOf: (row: number) => number, letter: string): Map<number, string> => {
    const names = new Map<number, string>();
    const byThread: number[] = [];
    for (let row = 0; row < length; row++) {
      const segment = segmentOf(row);
      if (!inPart(segment)) continue;
      const thread = s.thread.at(segment);
      names.set(row, `${letter}${thread}.${(byThread[thread] = (byThread[thread] ?? 0) + 1)}`);
    }
    return names;
  };
  const taskNames = named(tasks.length, (row) => tasks.initSegment.at(row), 'p');
  const callNames = named(a.length, (row) => a.startSegment.at(row), 'c');
  const waitNames = named(
    suspensions.length,
    (row) => (callNames.has(suspensions.activation.at(row)) ? suspensions.segment.at(row) : NONE),
    'w',
  );
  const rows = (names: ReadonlyMap<number, string>, read: (row: number) => Row): Row[] =>
    [...names].map(([row, name]) => [name, ...read(row)]).sort((x, y) => String(x[0]).localeCompare(String(y[0]), 'en', { numeric: true }));
  const older = (names: ReadonlyMap<number, string>, row: number): string => names.get(row) ?? '';
  return {
    runs: rows(run, (i) => [s.startNs.at(i), s.endNs.at(i), older(taskNames, s.task.at(i)), s.root.at(i) === NONE]),
    tasks: rows(taskNames, (i) => [
      trace.taskType(i),
      // That a promise is what an older call waits with is not known.
      tasks.flags.at(i) & (callNames.has(tasks.creator.at(i)) ? -1 : ~TASK_AWAIT),
      tasks.site.at(i),
      older(taskNames, tasks.parent.at(i)),
      tasks.initNs.at(i),
      nameOf(tasks.resolveSegment.at(i)),
      tasks.resolveNs.at(i),
      nameOf(tasks.firstRun.at(i)),
      tasks.delayMs.at(i),
      older(callNames, tasks.activation.at(i)),
      older(callNames, tasks.creator.at(i)),
    ]),
    calls: rows(callNames, (i) => [
      a.fn.at(i),
      a.startNs.at(i),
      a.endNs.at(i),
      nameOf(a.endSegment.at(i)),
      older(callNames, a.caller.at(i)),
      older(taskNames, a.promise.at(i)),
    ]),
    waits: rows(waitNames, (i) => [
      suspensions.site.at(i),
      suspensions.startNs.at(i),
      older(taskNames, suspensions.awaited.at(i)),
      nameOf(suspensions.resumeSegment.at(i)),
      suspensions.resumeNs.at(i),
    ]),
    accesses: Array.from({ length: accesses.length }, (_, i) => i)
      .filter((i) => inPart(accesses.segment.at(i)))
      .map((i) => [
        nameOf(accesses.segment.at(i)),
        accesses.position.at(i),
        accesses.site.at(i),
        accesses.write.at(i),
        accesses.value.at(i),
        older(callNames, accesses.activation.at(i)),
        trace.string(locations.key.at(accesses.location.at(i))),
      ]),
    messages: trace.messages
      .filter((m) => inPart(m.postSegment) && inPart(m.receiveSegment))
      .map((m) => [m.postNs, m.receiveNs, nameOf(m.postSegment), nameOf(m.receiveSegment)]),
  };
}

function read(bytes: Uint8Array, fromMs = 0, untilMs?: number): Engine {
  const engine = new Engine('', { fromMs, untilMs });
  engine.push(bytes);
  engine.end(undefined);
  return engine;
}

const keysOf = (report: Report): Set<string> => new Set(report.findings.map(({ kind, fingerprint }) => `${kind} ${fingerprint}`));

for (const [name, text] of Object.entries(PROGRAMS)) {
  describe(`A part of a run: ${name}`, function () {
    this.timeout(120_000);
    let bytes: Uint8Array;
    let whole: Engine;
    let cuts: number[];
    before(async function () {
      const shop = new Workshop(this);
      shop.file(name, text);
      await shop.run(['run', '--out', 'a.ilv', '--', process.execPath, name]);
      bytes = new Uint8Array(fs.readFileSync(path.join(shop.folder, 'a.ilv'))).slice(FILE_HEADER_BYTES);
      whole = read(bytes);
      const { segments, run } = whole.trace;
      const starts = Array.from({ length: segments.length }, (_, i) => (segments.startNs.at(i) - run.originNs) / 1e6);
      cuts = [...new Set(starts)].filter((ms) => ms > 0);
      assert.ok(cuts.length > 100, `${cuts.length} cuts`);
    });

    it('is what the whole run has from then on', () => {
      // All of them in `npm run test:deep`.
      const step = Math.max(1, Math.floor(cuts.length / rounds(50)));
      for (let i = 0; i < cuts.length; i += step) {
        const cut = cuts[i] as number;
        const fromNs = whole.trace.run.originNs + cut * 1e6;
        assert.deepEqual(restricted(read(bytes, cut).trace, fromNs), restricted(whole.trace, fromNs), `from ${cut} ms`);
      }
    });

    it('has no finding that the whole run has not, at any cut at either side', () => {
      const seed = Date.now() & 0xffffff;
      const next = integers(seed);
      const known = keysOf(whole.report(LIMIT));
      for (let round = 0; round < rounds(30); round++) {
        const from = cuts[next(cuts.length)] ?? 0;
        const until = round % 3 === 0 ? (cuts[next(cuts.length)] ?? 0) : Infinity;
        const report = read(bytes, from, until <= from ? undefined : until).report(LIMIT);
        for (const key of keysOf(report)) assert.ok(known.has(key), `seed ${seed} from ${from} ms to ${until} ms: ${key}`);
      }
    });

    it('is read without failing whatever the bytes are', () => {
      const seed = Date.now() & 0xffffff;
      const next = integers(seed);
      for (let round = 0; round < rounds(30); round++) {
        const damaged = bytes.slice();
        for (let flips = 1 + next(40); flips > 0; flips--) damaged[next(damaged.length)] = next(256);
        try {
          read(damaged, cuts[next(cuts.length)]).report(LIMIT);
        } catch (error) {
          assert.fail(`seed ${seed} round ${round}: ${(error as Error).stack}`);
        }
      }
    });
  });
}

describe('A part of a run', () => {
  it('knows the locks that are held when it begins, and what waits for them, and nothing of those that were given back', () => {
    const earlier = new Earlier();
    const take = (op: number, ...fields: number[]): void => void earlier.take(op, Float64Array.from(fields), () => '');
    // Granted by its promise, held.
    take(W.OP_INIT_PROMISE, 1, 0, 0);
    take(W.OP_LOCK_REQUEST, 1, 1, W.MODE_BY_PROMISE, 1, 0, 1, 100);
    take(W.OP_RESOLVE, 1);
    // Waits.
    take(W.OP_LOCK_REQUEST, 2, 1, W.MODE_BY_PROMISE, 1, 0, 2, 200);
    // Given back; a job that has ended; one that goes on.
    take(W.OP_LOCK_REQUEST, 3, 1, 0, 1, 0, 0, 300);
    take(W.OP_LOCK_ACQUIRE, 3, 310);
    take(W.OP_LOCK_RELEASE, 3, 0, 320);
    for (const [request, promise] of [
      [4, 40],
      [5, 50],
    ] as const) {
      take(W.OP_LOCK_REQUEST, request, 1, 0, 1, 0, 0, 400);
      take(W.OP_LOCK_JOB, request, 410);
      take(W.OP_LOCK_JOB_END, request, promise, 0, 420);
    }
    take(W.OP_RESOLVE, 40);
    const told: number[][] = [];
    earlier.tellKept((op, [first = 0]) => told.push([op, first]));
    assert.deepEqual(told, [
      [W.OP_INIT_PROMISE, 1],
      [W.OP_LOCK_REQUEST, 1],
      [W.OP_RESOLVE, 1],
      [W.OP_INIT_PROMISE, 2],
      [W.OP_LOCK_REQUEST, 2],
      [W.OP_LOCK_REQUEST, 5],
      [W.OP_LOCK_ACQUIRE, 5],
      [W.OP_INIT_PROMISE, 50],
      [W.OP_LOCK_JOB_END, 5],
    ]);
  });

  it('that begins after all that is known holds nothing but what was there then', () => {
    const engine = new Engine('', { fromMs: 1e9 });
    engine.push(metaChunk({ type: 'pause', pid: 1, fromNs: 0, toNs: 1, why: '' }));
    engine.end(undefined);
    assert.equal(engine.report(LIMIT).findings.length, 0);
  });
});
