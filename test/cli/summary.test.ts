/** `--summary` and the `statistics` of JSON reports: where the time of a run went. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Report, TaskWork } from '../../src/analysis/finding.ts';
import { CLI, runNode } from '../support/programs.ts';

// Goes by the clock, so that it takes its time on any machine.
const PROGRAM = `
const { setTimeout: sleep } = require('node:timers/promises');
async function compute() {
  const until = Date.now() + 400;
  let n = 0;
  while (Date.now() < until) n++;
  await null;
  return n;
}
async function rest() {
  await sleep(300);
}
async function main() {
  await Promise.all([compute(), rest()]);
}
main();
`;

describe('--summary', () => {
  let folder = '';
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-summary-'));
    fs.writeFileSync(path.join(folder, 'main.js'), PROGRAM);
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  const isTask = (name: string) => (task: TaskWork) => task.task === name;

  it('says on the terminal and in JSON where tasks spent their time, now and for a recorded trace', async () => {
    const json = path.join(folder, 'report.json');
    const trace = path.join(folder, 'run.ilv');
    const outcome = await runNode([CLI, 'run', '--summary', '--json', json, '--out', trace, '--', process.execPath, 'main.js'], {
      cwd: folder,
    });
    assert.equal(outcome.code, 0, outcome.stderr);
    for (const title of [
      'where tasks spent their time',
      'processor time',
      'by state',
      'by task',
      'waiting by place',
      'running by thread',
    ]) {
      assert.ok(outcome.stderr.includes(title), `${title} is missing in\n${outcome.stderr}`);
    }
    const { schemaVersion, statistics } = JSON.parse(fs.readFileSync(json, 'utf8')) as Report;
    assert.equal(schemaVersion, 1);
    assert.ok(statistics !== undefined);
    const computed = statistics.tasks.find(isTask('compute'));
    assert.equal(computed?.bound, 'cpu', JSON.stringify(statistics.tasks));
    assert.match(computed.advice, /^compute spends \d+ % of its time computing/);
    assert.ok(computed.runningMs >= 300, `${computed.runningMs} ms`);
    const rested = statistics.tasks.find(isTask('rest'));
    assert.ok(
      rested !== undefined && rested.bound === null && rested.readyMs + rested.otherMs >= rested.totalMs / 2,
      JSON.stringify(rested),
    );
    const [machine] = statistics.processors;
    assert.ok(machine !== undefined && (machine.cpuMs ?? 0) > 0 && (machine.cores ?? 0) > 0, JSON.stringify(machine));
    const waits = statistics.durations.filter((line) => line.by === 'site').map((line) => line.name);
    assert.ok(waits.includes('sleep (main.js:11)'), waits.join());
    for (const line of statistics.durations) {
      assert.ok(line.p50Ms <= line.p95Ms && line.p95Ms <= line.maxMs && line.maxMs <= line.totalMs, JSON.stringify(line));
    }

    const again = await runNode([CLI, 'analyze', '--summary', trace], { cwd: folder });
    assert.match(again.stdout, /compute spends \d+ % of its time computing/);
  });

  it('says of a file that had to wait for a thread of the pool that it waited for the pool', async () => {
    const json = path.join(folder, 'logins.json');
    const program = path.resolve('test/programs/advice/pool-logins/main.js');
    const outcome = await runNode([
      CLI,
      'run',
      '--summary',
      '--json',
      json,
      '--out',
      path.join(folder, 'logins.ilv'),
      '--',
      process.execPath,
      program,
    ]);
    assert.equal(outcome.code, 0, outcome.stderr);
    const { statistics } = JSON.parse(fs.readFileSync(json, 'utf8')) as Report;
    const page = statistics?.tasks.find(isTask('page'));
    assert.equal(page?.bound, 'pool', JSON.stringify(page));
    assert.match(page.advice, /most of it at `fs\.readFile`/);
  });

  it('counts what a function returns as waited for until the function has ended', async () => {
    const json = path.join(folder, 'returned.json');
    const program = path.join(folder, 'returned.js');
    fs.writeFileSync(
      program,
      `
const { setTimeout: sleep } = require('node:timers/promises');
async function load() {
  await null;
  return sleep(100);
}
load().then(() => setTimeout(() => {}, 600));
`,
    );
    const trace = path.join(folder, 'returned.ilv');
    const outcome = await runNode([CLI, 'run', '--summary', '--json', json, '--out', trace, '--', process.execPath, program]);
    assert.equal(outcome.code, 0, outcome.stderr);
    const { statistics } = JSON.parse(fs.readFileSync(json, 'utf8')) as Report;
    const { totalMs = 0 } = statistics?.durations.find(({ name }) => name === 'sleep (returned.js:5)') ?? {};
    assert.ok(totalMs >= 90 && totalMs < 600, `${totalMs} ms`);
  });

  it('tells of calls for different callers that each could wait for several things at once', async () => {
    const json = path.join(folder, 'handlers.json');
    const program = path.join(folder, 'handlers.js');
    fs.writeFileSync(
      program,
      `
const { promisify } = require('node:util');
const execFile = promisify(require('node:child_process').execFile);
async function handle() {
  await execFile(process.execPath, ['-e', 'setTimeout(() => {}, 300)']);
  await execFile(process.execPath, ['-e', 'setTimeout(() => {}, 300)']);
  await new Promise((resolve) => setImmediate(resolve));
}
for (let i = 0; i < 3; i++) setTimeout(() => handle(), 10);
`,
    );
    const trace = path.join(folder, 'handlers.ilv');
    const outcome = await runNode([CLI, 'run', '--summary', '--json', json, '--out', trace, '--', process.execPath, program]);
    assert.equal(outcome.code, 0, outcome.stderr);
    const { statistics } = JSON.parse(fs.readFileSync(json, 'utf8')) as Report;
    const handled = statistics?.tasks.find(isTask('handle'));
    assert.equal(handled?.bound, 'io', JSON.stringify(handled));
    assert.ok(!handled.advice.includes('wait at once already'), handled.advice);
  });

  it('is left out unless it is asked for', async () => {
    const outcome = await runNode([CLI, 'run', '--out', path.join(folder, 'plain.ilv'), '--', process.execPath, 'main.js'], {
      cwd: folder,
    });
    assert.ok(!outcome.stderr.includes('where tasks spent their time'), outcome.stderr);
  });
});
