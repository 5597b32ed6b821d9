import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../../src/analysis/finding.ts';
import { Engine } from '../../src/host/engine.ts';
import { metaChunk } from '../../src/host/traceFile.ts';
import type { MetaRecord } from '../../src/wire/meta.ts';
import { Workshop } from '../cli/support.ts';
import { rounds } from '../support/random.ts';
import { integers, PROCESS } from './support.ts';

const LIMIT = { limitMs: 10_000 };

/** A small program that uses much of what can be recorded. */
const PROGRAM = `
const { Worker } = require('node:worker_threads');
const fs = require('node:fs');
let stock = 5;
async function take(ms) { const before = stock; await new Promise((resolve) => setTimeout(resolve, ms)); stock = before - 1; }
Promise.all([take(2), take(1)]).then(() => fs.promises.readFile(__filename)).then(() => Promise.race([take(1), new Promise(() => {})]));
new Worker('require("node:worker_threads").parentPort.postMessage(1)', { eval: true });
process.on('unhandledRejection', () => {});
Promise.reject(new Error('x'));`;

/** Offsets of all bytes that are not part of a chunk's header. */
function payloadOffsets(bytes: Uint8Array): number[] {
  const offsets: number[] = [];
  const view = new DataView(bytes.buffer);
  for (let from = 0; from < bytes.length;) {
    const end = from + 20 + view.getUint32(from + 16, true);
    for (let i = from + 20; i < end; i++) offsets.push(i);
    from = end;
  }
  return offsets;
}

describe('Engine', () => {
  let recorded: Uint8Array;
  before(async function () {
    const shop = new Workshop(this);
    shop.file('program.js', PROGRAM);
    await shop.run(['run', '--out', 'a.ilv', '--', process.execPath, 'program.js']);
    recorded = new Uint8Array(fs.readFileSync(path.join(shop.folder, 'a.ilv'))).slice(4);
  });

  it('gives the same report whether a trace comes at once or in pieces, with analyses in between', () => {
    const atOnce = new Engine('');
    atOnce.push(recorded);
    const inPieces = new Engine('');
    let from = 0;
    const view = new DataView(recorded.buffer);
    while (from < recorded.length) {
      const end = from + 20 + view.getUint32(from + 16, true);
      inPieces.push(recorded.slice(from, end));
      inPieces.report(LIMIT);
      from = end;
    }
    assert.deepEqual(inPieces.report(LIMIT), atOnce.report(LIMIT));
  });

  it('looks at no more events than it can hold, says so, and claims nothing about the end', async function () {
    const shop = new Workshop(this);
    const waits = `let wake;
(async () => { await new Promise((resolve) => { wake = resolve; }); })();
let rounds = 0;
const timer = setInterval(() => { if (++rounds === 10) clearInterval(timer); }, 15);`;
    shop.file('waits.js', waits);
    await shop.run(['run', '--out', 'b.ilv', '--', process.execPath, 'waits.js']);
    const bytes = new Uint8Array(fs.readFileSync(path.join(shop.folder, 'b.ilv'))).slice(4);
    const reportOf = (engine: Engine): Report => {
      engine.push(bytes);
      engine.end(undefined);
      return engine.report(LIMIT);
    };
    const whole = reportOf(new Engine(''));
    assert.deepEqual([whole.findings.map(({ kind }) => kind), whole.run.incomplete], [['hang.exit-pending'], []]);
    const part = reportOf(new Engine('', { maxEvents: 10 }));
    assert.deepEqual(part.findings, []);
    assert.match(part.run.incomplete.join(), /^Only the first [\d.]+ s of the run are looked at/);
    assert.ok(part.run.events > 10 && part.run.events < whole.run.events, `${part.run.events} of ${whole.run.events} events`);
    assert.ok((part.atMs ?? Infinity) < whole.run.durationMs);
  });

  it('never fails on a trace with flipped bytes, where they do most harm: inside the chunks', () => {
    const seed = Date.now() & 0xffffff;
    const next = integers(seed);
    const inside = payloadOffsets(recorded);
    for (let round = 0; round < rounds(400); round++) {
      const bytes = recorded.slice();
      for (let flips = 1 + next(12); flips > 0; flips--) bytes[inside[next(inside.length)] ?? 0] = next(256);
      const engine = new Engine('');
      try {
        engine.push(bytes);
        engine.report(LIMIT);
      } catch (error) {
        assert.fail(`seed ${seed} round ${round}: ${(error as Error).stack}`);
      }
    }
  });

  it('never fails on records that hold something else than they should', () => {
    const odd: unknown[] = [null, 0, -1, 1e308, '', 'x', [], {}, true];
    const records: readonly MetaRecord[] = [
      { type: 'run', id: 'x', command: ['node'], cwd: '/', startedAt: '', level: 'full', tool: '', originNs: 0 },
      PROCESS,
      { type: 'thread', pid: 1, thread: 1, parent: 0, name: '', startNs: 0, eval: false },
      { type: 'pause', pid: 1, fromNs: 0, toNs: 1, why: '' },
      { type: 'end', exitCode: 0, signal: null, durationMs: 1, timedOut: false, incomplete: [] },
    ];
    for (const record of records) {
      for (const key of Object.keys(record)) {
        for (const value of odd) {
          const engine = new Engine('');
          engine.push(metaChunk({ ...record, [key]: value } as MetaRecord));
          engine.push(recorded);
          assert.doesNotThrow(() => engine.report(LIMIT), `${record.type}.${key} = ${JSON.stringify(value)}`);
        }
      }
    }
  });
});
