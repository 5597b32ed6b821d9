import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { OpeningProgress } from '../../src/host/api.ts';
import { Engine } from '../../src/host/engine.ts';
import { exportTrace } from '../../src/host/exportTrace.ts';
import { beginTrace, openTrace } from '../../src/host/openTrace.ts';
import { answerRequest } from '../../src/host/requests.ts';
import { metaChunk } from '../../src/host/traceFile.ts';
import type { SummaryReply } from '../../src/model/requests.ts';
import { Workshop } from '../cli/support.ts';
import { chunk, concat, log, temporaryFolder } from './support.ts';

const distDir = path.resolve('dist');
const SUMMARY = { type: 'summary', bins: 10 };

/** Two tasks that lose an update, then much else: several chunks, and a finding. */
const PROGRAM = `
let stock = 5;
const pause = () => new Promise((resolve) => setTimeout(resolve, 1));
async function take() { const before = stock; await pause(); stock = before - 1; }
async function main() {
  await Promise.all([take(), take()]);
  for (let i = 0; i < 400; i++) await pause();
}
main();`;

/** Chunks of a kind that nobody knows: read, and passed over. */
function padding(bytes: number): Uint8Array {
  const one = chunk({ kind: 99, payload: new Uint8Array(128 << 10) });
  return concat(Array.from({ length: Math.ceil(bytes / one.length) }, () => one));
}

describe('opening a trace', () => {
  let recorded: Uint8Array;
  let folder: string;
  before(async function () {
    const shop = new Workshop(this);
    folder = shop.folder;
    shop.file('program.js', PROGRAM);
    await shop.run(['run', '--out', 'a.ilv', '--', process.execPath, 'program.js']);
    recorded = new Uint8Array(fs.readFileSync(path.join(folder, 'a.ilv')));
  });

  const write = (name: string, ...parts: readonly Uint8Array[]): string => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, concat(parts));
    return file;
  };

  describe('openTrace', () => {
    it('gives lines of source to others without the hosts in them', async () => {
      const trace = await openTrace(path.join(folder, 'a.ilv'), distDir);
      const lines = ["const a = 'plain';", "get('https://db.internal/path')"];
      const hidden = (await trace.request({ type: 'private', request: { type: 'hideSource', lines } })) as readonly string[];
      trace.dispose();
      assert.equal(hidden[0], lines[0]);
      assert.match(String(hidden[1]), /^get\('https:\/\/host-[\da-f]{8}\/path'\)$/);
    });

    it('reports what an incomplete trace holds, and that it is incomplete', async function () {
      const file = path.join(temporaryFolder(this), 'a.ilv');
      const run = metaChunk({
        type: 'run',
        id: 'x',
        command: ['node', 'a.js'],
        cwd: '/gone',
        startedAt: '',
        level: 'full',
        tool: '',
        originNs: 0,
      });
      fs.writeFileSync(file, concat([log(run), Uint8Array.of(1, 2, 3)]));
      const { report, dispose } = await openTrace(file, distDir);
      dispose();
      assert.deepEqual(report.run.command, ['node', 'a.js']);
      assert.deepEqual(report.run.incomplete, [`The trace is cut at byte ${4 + run.length + 3}: what came before is shown.`]);
    });

    it('can be ended, and then reads and answers nothing more', async () => {
      const file = write('ended.ilv', recorded, padding(48 << 20));
      const controller = new AbortController();
      const opening = openTrace(file, distDir, { signal: controller.signal });
      setImmediate(() => controller.abort());
      await assert.rejects(opening, /it was closed/);
      await assert.rejects(openTrace(file, distDir, { signal: controller.signal }), /abort/i);
      const later = new AbortController();
      const trace = await openTrace(path.join(folder, 'a.ilv'), distDir, { signal: later.signal });
      later.abort();
      await assert.rejects(trace.request(SUMMARY), /it was closed/);
    });

    it('leaves no export that was ended', async () => {
      const target = path.join(folder, 'ended.pftrace');
      const controller = new AbortController();
      const exported = exportTrace(openTrace, path.join(folder, 'a.ilv'), distDir, 'perfetto', target, { signal: controller.signal });
      setImmediate(() => controller.abort());
      await assert.rejects(exported);
      assert.equal(fs.existsSync(target), false);
    });

    it('rejects with one sentence when there is nothing in it', async function () {
      const file = path.join(temporaryFolder(this), 'a.ilv');
      fs.writeFileSync(file, log());
      await assert.rejects(openTrace(file, distDir), /^UserError: .* holds no recording/);
    });
  });

  describe('beginTrace', () => {
    it('answers views before the file is read, says how far it is, and ends with the report', async () => {
      // More than is ever under way at once: the question overtakes the rest.
      const file = write('long.ilv', recorded, padding(48 << 20));
      const opening = await beginTrace(file, distDir);
      const heard: (OpeningProgress | 'picture' | 'report')[] = [];
      opening.onProgress((progress) => heard.push(progress));
      const first = opening.request(SUMMARY).then((reply) => {
        heard.push('picture');
        return reply as SummaryReply;
      });
      const report = await opening.report;
      heard.push('report');
      const summary = await first;
      assert.ok(summary.tasks > 0, 'something of the program is in the first picture');
      assert.deepEqual(summary.findings, []);
      const phases = heard.map((each) => (typeof each === 'string' ? each : each.phase)).filter((each, i, all) => each !== all[i - 1]);
      assert.ok(phases.indexOf('picture') < phases.indexOf('analysing'), phases.join());
      assert.deepEqual(phases.slice(-2), ['analysing', 'report']);
      const shares = heard.flatMap((each) => (typeof each === 'string' ? [] : [each.share]));
      assert.deepEqual(
        shares,
        shares.toSorted((a, b) => a - b),
      );
      assert.equal(shares.at(-1), 1);

      const whole = await openTrace(file, distDir);
      assert.deepEqual(report, whole.report, 'the report is that of a trace that is opened at once');
      whole.dispose();
      const last = (await opening.request(SUMMARY)) as SummaryReply;
      assert.deepEqual(
        last.findings.map(({ kind }) => kind),
        report.findings.map(({ kind }) => kind),
      );
      assert.deepEqual([last.events, last.ended], [report.run.events, true]);
      opening.dispose();
    });

    it('takes what is no question of a view in order: after the file', async () => {
      const opening = await beginTrace(write('ordered.ilv', recorded, padding(16 << 20)), distDir);
      const asked = (await opening.request({ type: 'report' })) as { readonly findings: readonly object[] };
      assert.equal(asked.findings.length, (await opening.report).findings.length);
      opening.dispose();
    });

    it('shows a torn trace as far as it goes and says where it is cut', async () => {
      const opening = await beginTrace(write('torn.ilv', recorded.slice(0, recorded.length - 40)), distDir);
      const { run } = await opening.report;
      assert.match(run.incomplete.join(), /^The trace is cut at byte \d+: what came before is shown\.$/);
      const { incomplete, tasks } = (await opening.request(SUMMARY)) as SummaryReply;
      assert.deepEqual(incomplete, run.incomplete);
      assert.ok(tasks > 0);
      opening.dispose();
    });

    it('stops when it is closed in the middle', async () => {
      const opening = await beginTrace(write('closed.ilv', recorded, padding(48 << 20)), distDir);
      const asked = opening.request(SUMMARY);
      opening.dispose();
      await assert.rejects(asked, /it was closed/);
      await assert.rejects(opening.report, /it was closed/);
      await assert.rejects(opening.request(SUMMARY), /it was closed/);
    });

    it('rejects at once what is no trace', async function () {
      const file = path.join(temporaryFolder(this), 'a.ilv');
      fs.writeFileSync(file, 'this is no trace, whatever its name says');
      await assert.rejects(beginTrace(file, distDir), /^UserError: .* is not an Interleave trace/);
      await assert.rejects(beginTrace(`${file}.gone`, distDir), /^UserError: There is no file/);
    });
  });

  describe('Engine.beginFile', () => {
    /** Offsets after each chunk. */
    const ends = (): number[] => {
      const view = new DataView(recorded.buffer);
      const offsets: number[] = [];
      for (let at = 4; at < recorded.length; offsets.push(at)) at += 20 + view.getUint32(at + 16, true);
      return offsets;
    };

    it('has a new picture when four times as much is known, up to the middle, and at the end', () => {
      const engine = new Engine('');
      engine.beginFile(recorded.length);
      const ask = (): SummaryReply => answerRequest(engine, SUMMARY) as SummaryReply;
      const pictures = new Map<number, number>();
      let shown = 0;
      let from = 4;
      for (const end of ends()) {
        engine.push(recorded.slice(from, end));
        from = end;
        const { version, events } = ask();
        pictures.set(version, events);
        if (events > shown && shown > 0) assert.ok(end <= 4 + recorded.length / 2, `a picture at byte ${end} of ${recorded.length}`);
        shown = events;
      }
      const known = [...pictures.values()].filter((events) => events > 0);
      for (const [i, events] of known.entries()) if (i > 0) assert.ok(events >= 4 * (known[i - 1] ?? 0), known.join());
      engine.end(undefined);
      const last = ask();
      assert.equal(last.events, engine.progress().events);
      assert.equal(ask().version, last.version);
    });

    it('has a picture ready for whoever asks first', () => {
      const engine = new Engine('');
      engine.beginFile(recorded.length);
      let from = 4;
      for (const end of ends()) {
        engine.push(recorded.slice(from, end));
        from = end;
        engine.prepareViews();
      }
      const first = answerRequest(engine, SUMMARY) as SummaryReply;
      const known = engine.progress().events;
      assert.ok(
        first.events > 0 && first.events < known,
        `${first.events} of ${known} events: that of the last step, not one of all that is known`,
      );
      engine.end(undefined);
      engine.prepareViews();
      const whole = answerRequest(engine, SUMMARY) as SummaryReply;
      assert.deepEqual([whole.events, whole.version], [known, first.version + 1]);
    });

    it('lets views be answered in the middle of an analysis, without a change of its result', () => {
      const engine = new Engine('');
      engine.push(recorded.slice(4));
      let asked = 0;
      const isInterrupted = (): boolean => {
        asked++;
        assert.equal((answerRequest(engine, SUMMARY) as SummaryReply).ended, true);
        return false;
      };
      const report = engine.report({ limitMs: 60_000, isInterrupted });
      assert.ok(asked > 20, `${asked} times`);
      const other = new Engine('');
      other.push(recorded.slice(4));
      assert.deepEqual(report, other.report({ limitMs: 60_000 }));
    });
  });
});
