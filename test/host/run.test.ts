import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../../src/analysis/finding.ts';
import type { Run, RunProgress } from '../../src/host/api.ts';
import { openTrace } from '../../src/host/openTrace.ts';
import { prepareRun } from '../../src/host/run.ts';
import { temporaryFolder, until } from './support.ts';

const distDir = path.resolve('dist');

interface Ended {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

function start(run: Run, args: readonly string[], cwd: string): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, args, { cwd, env: run.injectEnv(process.env), stdio: ['pipe', 'pipe', 'inherit'] });
  return { child, ended: new Promise((resolve) => child.on('exit', (exitCode, signal) => resolve({ exitCode, signal }))) };
}

function compiledIn(folder: string): string[] {
  return fs.readdirSync(folder).filter((name) => name.endsWith('.ilc'));
}

describe('prepareRun', () => {
  let cwd: string;
  before(function () {
    cwd = temporaryFolder(this);
    fs.writeFileSync(
      path.join(cwd, 'ticks.js'),
      `let n = 0; const t = setInterval(() => { n++; }, 2); process.stdin.on('end', () => clearInterval(t)).resume();`,
    );
  });

  it('tells progress while the program runs, at most about ten times a second, and reports at the end', async () => {
    const run = await prepareRun({ command: ['node', 'ticks.js'], cwd, level: 'full', distDir });
    const seen: RunProgress[] = [];
    const reports: Report[] = [];
    run.onProgress((progress) => seen.push(progress));
    run.onReport((report) => reports.push(report));
    const since = performance.now();
    const { child, ended } = start(run, ['ticks.js'], cwd);
    await until(() => seen.some((progress) => progress.events > 100), 'events');
    assert.ok(fs.statSync(run.tracePath).size > 500, 'the trace grows while the program runs');
    assert.equal(((await run.request({ type: 'progress' })) as RunProgress).processes, 1);
    await assert.rejects(run.request({ type: 'nothing' }), /there is no request of type nothing/);
    child.stdin?.end();
    const report = await run.finish(await ended);
    assert.deepEqual(reports.at(-1), report);
    assert.deepEqual([report.run.exitCode, report.run.processes, report.run.incomplete], [0, 1, []]);
    assert.ok(seen.length <= 2 + (performance.now() - since) / 90, `${seen.length} in ${performance.now() - since} ms`);
    assert.equal(await run.finish({ exitCode: 5, signal: null }), report, 'finishing twice is finishing once');
    run.dispose();
    assert.equal(fs.existsSync(run.directory), false);
    assert.equal(fs.existsSync(run.tracePath), true);

    const opened = await openTrace(run.tracePath, distDir);
    assert.deepEqual(opened.report, report, 'a trace that is opened again gives the same report');
    assert.deepEqual(await opened.request({ type: 'pending' }), report.pending);
    opened.dispose();
  });

  it('records pauses in the machine’s monotonic time', async () => {
    const run = await prepareRun({ command: [], cwd, level: 'full', distDir, debugged: true });
    const before = Number(process.hrtime.bigint());
    const now = Date.now();
    run.addPause(now, now + 1000);
    const after = Number(process.hrtime.bigint());
    await run.finish({ exitCode: 0, signal: null });
    run.dispose();
    const text = fs.readFileSync(run.tracePath, 'latin1');
    const [, from, to] = /"type":"pause","pid":0,"fromNs":([\d.e+]+),"toNs":([\d.e+]+)/.exec(text) ?? [];
    assert.ok(Number(from) > before - 5e6 && Number(from) < after + 5e6);
    assert.ok(Math.abs(Number(to) - Number(from) - 1e9) < 1000);
  });

  it('ends the traced processes when it is told to stop', async () => {
    const run = await prepareRun({ command: ['node', 'ticks.js'], cwd, level: 'full', distDir });
    let events = 0;
    run.onProgress((progress) => (events = progress.events));
    const { ended } = start(run, ['ticks.js'], cwd);
    await until(() => events > 0, 'events');
    await run.stop();
    assert.deepEqual(await ended, { exitCode: null, signal: 'SIGTERM' });
    assert.equal((await run.finish(await ended)).run.signal, 'SIGTERM');
    run.dispose();
  });

  it('has a run for each time that a program is started with its environment', async () => {
    const first = await prepareRun({ command: ['node', 'ticks.js'], cwd, level: 'full', outFile: 'first.ilv', distDir });
    const env = first.injectEnv(process.env);
    const startOnce = (): { child: ChildProcess; ended: Promise<unknown> } => {
      const child = spawn(process.execPath, ['ticks.js'], { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
      return { child, ended: new Promise((resolve) => child.on('exit', resolve)) };
    };
    let events = 0;
    first.onProgress((progress) => (events = progress.events));
    const old = startOnce();
    await until(() => events > 100, 'events');
    const second = first.restart('second.ilv');
    assert.notEqual(second.id, first.id);
    let eventsAgain = 0;
    second.onProgress((progress) => (eventsAgain = progress.events));
    // As a debugger does it: the end of the old one takes a moment.
    const firstReport = first.finish({ exitCode: null, signal: null });
    const young = startOnce();
    old.child.kill();
    const ofFirst = await firstReport;
    assert.deepEqual([ofFirst.run.processes, ofFirst.run.incomplete], [1, []]);
    first.dispose();
    await until(() => eventsAgain > 100, 'events of the second');
    await old.ended;
    assert.ok(fs.existsSync(second.directory), 'the folder stays as long as one of them goes on');
    await second.stop();
    await young.ended;
    const report = await second.finish({ exitCode: null, signal: 'SIGTERM' });
    assert.equal(report.run.processes, 1);
    second.dispose();
    assert.equal(fs.existsSync(second.directory), false);
    const pids = await Promise.all(
      [first, second].map(async ({ tracePath }) => {
        const opened = await openTrace(tracePath, distDir);
        opened.dispose();
        return [...fs.readFileSync(tracePath, 'latin1').matchAll(/"type":"process","pid":(\d+)/g)].map(([, pid]) => Number(pid));
      }),
    );
    assert.deepEqual(pids, [[old.child.pid], [young.child.pid]]);
  });

  it('leaves a run as it is when it cannot be written again', async () => {
    const run = await prepareRun({ command: [], cwd, level: 'full', distDir });
    assert.throws(() => run.restart('ticks.js/again.ilv'), /cannot be written|UserError/);
    const { child, ended } = start(run, ['ticks.js'], cwd);
    child.stdin?.end();
    assert.equal((await run.finish(await ended)).run.processes, 1);
    run.dispose();
    assert.equal(fs.existsSync(run.directory), false);
  });

  it('keeps the trace and says one sentence when the analysis dies in the middle', async function () {
    const broken = temporaryFolder(this);
    fs.cpSync(distDir, broken, { recursive: true });
    fs.writeFileSync(path.join(broken, 'analysisWorker.js'), `throw new Error('out of memory')`);
    const run = await prepareRun({ command: ['node', 'ticks.js'], cwd, level: 'full', distDir: broken });
    const { child, ended } = start(run, ['ticks.js'], cwd);
    child.stdin?.end();
    await assert.rejects(
      run.finish(await ended),
      /^UserError: The analysis stopped: out of memory\. What was recorded is in the trace file/,
    );
    run.dispose();
    const opened = await openTrace(run.tracePath, distDir);
    opened.dispose();
    assert.equal(opened.report.run.processes, 1);
  });

  it('keeps what V8 compiled of the engine, for the next run', async function () {
    const caches = temporaryFolder(this);
    const before = process.env['XDG_CACHE_HOME'];
    process.env['XDG_CACHE_HOME'] = caches;
    try {
      const kept: string[][] = [];
      for (let round = 0; round < 2; round++) {
        const run = await prepareRun({ command: ['node', '-e', '0'], cwd, level: 'full', distDir });
        await run.finish(await start(run, ['-e', '0'], cwd).ended);
        run.dispose();
        const folder = path.join(caches, 'interleave');
        kept.push(compiledIn(folder).map((name) => `${name} ${fs.statSync(path.join(folder, name)).mtimeMs}`));
      }
      assert.ok(kept[0]?.some((entry) => entry.startsWith('engineServer-')));
      assert.deepEqual(kept[1], kept[0]);
    } finally {
      if (before === undefined) delete process.env['XDG_CACHE_HOME'];
      else process.env['XDG_CACHE_HOME'] = before;
    }
  });

  it('leaves nothing behind when it was prepared in vain', async () => {
    const run = await prepareRun({ command: [], cwd, level: 'light', distDir });
    run.dispose();
    assert.equal(fs.existsSync(run.directory), false);
  });
});
