import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { until } from '../host/support.ts';
import { Workshop } from './support.ts';

const node = process.execPath;
const GREET = `console.log('to stdout'); console.error('to stderr'); setTimeout(() => { process.exitCode = Number(process.argv[2] ?? 0); }, 5);`;

describe('interleave run', () => {
  let shop: Workshop;
  before(function () {
    shop = new Workshop(this);
    shop.file('greet.js', GREET);
  });

  it('passes output through, reports on stderr and leaves nothing but the trace', async () => {
    const { status, stdout, stderr } = await shop.run(['run', '--', node, 'greet.js']);
    assert.equal(status, 0);
    assert.equal(stdout, 'to stdout\n');
    assert.match(
      stderr,
      /^interleave ▸ tracing .* \(level full\)\nto stderr\ninterleave ▸ No problems found in \d+ tasks? of 1 process\. Checked: .* A clean run is not a proof\.\n/,
    );
    assert.match(stderr, /interleave ▸ 0 findings · .* · trace \.interleave\/run-1\.ilv\n$/);
    assert.deepEqual(fs.readdirSync(path.join(shop.folder, '.interleave')).toSorted(), ['.gitignore', 'run-1.ilv']);
    assert.deepEqual(shop.leftovers(), []);
  });

  it('is the command that package.json names', () => {
    const { bin, version } = JSON.parse(fs.readFileSync('package.json', 'utf8')) as { bin: { interleave: string }; version: string };
    assert.equal(execFileSync(process.execPath, [bin.interleave, '--version'], { encoding: 'utf8' }), `${version}\n`);
    if (process.platform !== 'win32') assert.ok((fs.statSync(bin.interleave).mode & 0o111) !== 0, 'it can be run');
  });

  it('ends with the status of the program', async () => {
    assert.equal((await shop.run(['run', '--', node, 'greet.js', '7'])).status, 7);
    shop.file('killed.js', `process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 1e6);`);
    assert.equal((await shop.run(['run', '--', node, 'killed.js'])).status, 137);
  });

  it('says what may be missing of a program that was killed, and of a child, and nothing of one that ended', async () => {
    shop.file('parent.js', `require('node:child_process').fork('killed.js').on('error', console.error);`);
    const missing = async (file: string): Promise<string[]> => {
      const { stderr } = await shop.run(['run', '--', node, file]);
      return [...stderr.matchAll(/was ended by \w+: what it did in its last 10 ms may be missing/g)].map(([text]) => text);
    };
    const sentence = 'was ended by SIGKILL: what it did in its last 10 ms may be missing';
    assert.deepEqual(await missing('killed.js'), [sentence]);
    assert.deepEqual(await missing('parent.js'), [sentence]);
    assert.deepEqual(await missing('greet.js'), []);
  });

  it('writes the figures of the run as JSON, to a file or to stdout', async () => {
    const { status, stdout } = await shop.run([
      'run',
      '--level',
      'light',
      '--out',
      'sub/here.ilv',
      '--json',
      'report.json',
      '--',
      node,
      'greet.js',
      '3',
      '--token=abc',
    ]);
    assert.equal(status, 3);
    assert.equal(stdout, 'to stdout\n');
    const { schemaVersion, run, findings, pending } = shop.report();
    assert.equal(schemaVersion, 1);
    assert.deepEqual([findings, pending], [[], []]);
    assert.deepEqual(run.command, [node, 'greet.js', '3', '--token=***']);
    assert.deepEqual(
      [run.node, run.exitCode, run.signal, run.processes, run.threads, run.droppedEvents, run.level],
      [process.version, 3, null, 1, 1, 0, 'light'],
    );
    assert.ok(run.tasks > 0 && run.events > 0 && run.durationMs > 0 && !Number.isNaN(Date.parse(run.startedAt)));
    assert.ok(fs.existsSync(path.join(shop.folder, 'sub/here.ilv')));
    const piped = await shop.run(['run', '--json', '-', '--', node, 'greet.js']);
    assert.equal((JSON.parse(piped.stdout.replace('to stdout\n', '')) as { schemaVersion: number }).schemaVersion, 1);
  });

  it('finds what the program did, at its line, and keeps to --fail-on', async () => {
    shop.file(
      'rejects.js',
      `process.on('unhandledRejection', () => {});\nasync function load() {\n  throw new Error('no stock');\n}\nload();\n`,
    );
    shop.file('throws.js', `async function load() {\n  throw new Error('no stock');\n}\nload();\n`);
    const crash = await shop.run(['run', '--json', 'report.json', '--fail-on', 'error', '--', node, 'throws.js']);
    assert.equal(crash.status, 1);
    const [finding] = shop.report().findings;
    assert.equal(finding?.kind, 'promise.unhandled');
    assert.deepEqual([finding.locations[0]?.file, finding.locations[0]?.line], [path.join(shop.folder, 'throws.js'), 2]);
    assert.match(crash.stderr, /^throws\.js:2:\d+: error: .*no stock \[promise\.unhandled\]/m);
  });

  const LOST_UPDATE = `let stock = 5;
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
async function sell() {
  const before = stock;
  await pause();
  stock = before - 1;
}
Promise.all([sell(), sell()]).then(() => console.log(stock));
`;

  it('ends with 1 when --fail-on is met and the program itself ended with 0, and counts what is suppressed', async () => {
    shop.file('race.js', LOST_UPDATE);
    const args = ['run', '--json', 'report.json', '--fail-on', 'warning', '--', node, 'race.js'];
    const found = await shop.run(args);
    assert.equal(found.status, 1, found.stderr);
    assert.match(found.stderr, /^race\.js:\d+:\d+: \w+: .*\[race\.atomicity\]/m);
    assert.equal((await shop.run(['analyze', '--fail-on', 'error', '--json', '-', '.interleave/run-1.ilv'])).status, 0);
    shop.file('race.js', LOST_UPDATE.replace('  stock = before', '  // interleave-ignore race.* -- one seller only\n  stock = before'));
    const hidden = await shop.run(args);
    assert.equal(hidden.status, 0, hidden.stderr);
    assert.ok(shop.report().suppressed > 0);
    assert.match(hidden.stderr, /\d suppressed/);
  });

  it('names the author’s file and line for a program that was compiled', async () => {
    const source = `interface Stock {\n  left: number;\n}\n${LOST_UPDATE.replace('let stock', 'let stock: Stock["left"]')}`;
    const { code } = transformSync(source, {
      loader: 'ts',
      sourcemap: 'inline',
      sourcefile: '../src/race.ts',
      format: 'cjs',
      minifyWhitespace: true,
    });
    const author = shop.file('src/race.ts', source);
    shop.file('built/race.js', code);
    await shop.run(['run', '--json', 'report.json', '--', node, 'built/race.js']);
    const places = shop.report().findings.flatMap((finding) => finding.locations.map((at) => `${at.file}:${at.line}`));
    assert.ok(places.includes(`${author}:9`), places.join(' '));
    assert.ok(
      places.every((place) => place.startsWith(author)),
      places.join(' '),
    );
  });

  it('traces children and workers, and a command that is not node', async () => {
    shop.file('child.js', `process.send(process.argv[2]);`);
    shop.file('worker.js', `require('node:worker_threads').parentPort.postMessage(1);`);
    shop.file(
      'family.js',
      `const { fork } = require('node:child_process'); const { Worker } = require('node:worker_threads');
       fork('./child.js', ['x']).on('message', (m) => new Worker('./worker.js').on('message', () => console.log('got', m)));`,
    );
    const { status, stdout } = await shop.run(['run', '--json', 'report.json', '--', '/bin/sh', '-c', `"${node}" family.js`]);
    assert.equal(stdout, 'got x\n');
    assert.equal(status, 0);
    const { run } = shop.report();
    assert.deepEqual([run.processes, run.threads], [2, 3]);
  });

  it('keeps NODE_OPTIONS and a folder with odd characters', async () => {
    const cwd = path.join(shop.folder, `it's "odd" \\ é`);
    fs.mkdirSync(cwd);
    fs.writeFileSync(path.join(cwd, 'app.js'), `console.log(process.execArgv.length, process.env.NODE_OPTIONS)`);
    const { stdout, status } = await shop.run(['run', '--', node, 'app.js'], { cwd, env: { NODE_OPTIONS: '--no-warnings', TMPDIR: cwd } });
    assert.deepEqual([stdout, status], ['0 --no-warnings\n', 0]);
    assert.ok(fs.existsSync(path.join(cwd, '.interleave/run-1.ilv')));
  });

  it('does not wait for a child that outlives the command', async () => {
    shop.file('daemon.js', `console.log('daemon', process.pid); setInterval(() => {}, 1000);`);
    shop.file(
      'parent.js',
      `const child = require('node:child_process').spawn(process.execPath, ['daemon.js'], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
       child.stdout.on('data', (text) => { process.stdout.write(text); process.exit(0); });`,
    );
    const { status, stdout } = await shop.run(['run', '--json', 'report.json', '--', node, 'parent.js']);
    process.kill(Number(/daemon (\d+)/.exec(stdout)?.[1]), 'SIGKILL');
    assert.equal(status, 0);
    assert.match(shop.report().run.incomplete.join(' '), /One process was still running when the recording ended/);
  });

  it('ends the program and its children when the time is up, and reports what it saw', async () => {
    shop.file('stubborn.js', `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`);
    shop.file(
      'waits.js',
      `require('node:child_process').spawn(process.execPath, ['stubborn.js'], { stdio: 'inherit' }); setInterval(() => {}, 1000);`,
    );
    const { result, closed } = shop.start(['run', '--timeout', '4', '--json', 'report.json', '--out', 'waits.ilv', '--', node, 'waits.js']);
    const { status, stderr } = await result;
    assert.equal(status, 143);
    assert.match(stderr, /4 s have passed: ending the program/);
    const { run } = shop.report();
    assert.deepEqual([run.exitCode, run.signal, run.processes], [null, 'SIGTERM', 2]);
    await closed;
    const again = await shop.run(['analyze', 'waits.ilv']);
    assert.equal(again.status, 0);
  });

  it('says a deadlock at once, while the program hangs, and once more in the report', async () => {
    fs.symlinkSync(path.resolve('test/programs/node_modules'), path.join(shop.folder, 'node_modules'));
    shop.file(
      'bank.js',
      `const { Mutex } = require('async-mutex');
const left = new Mutex(), right = new Mutex();
const pause = () => new Promise((resolve) => setTimeout(resolve, 10));
async function move(from, to) {
  const one = await from.acquire();
  await pause();
  const two = await to.acquire();
  two();
  one();
}
move(left, right);
move(right, left);
setInterval(() => {}, 1000);
`,
    );
    const { child, output, result } = shop.start(['run', '--json', 'report.json', '--', node, 'bank.js']);
    await until(() => output.stderr.includes('[deadlock.actual]'), 'the deadlock', 30_000);
    assert.match(output.stderr, /^interleave ▸ error: .* at bank\.js:7:\d+ \[deadlock\.actual\]$/m);
    process.kill(-(child.pid ?? 0), 'SIGINT');
    const { status, stderr } = await result;
    assert.equal(status, 130);
    assert.match(stderr, /^bank\.js:7:\d+: error: .*\[deadlock\.actual\]/m);
    assert.equal(shop.report().findings[0]?.kind, 'deadlock.actual');
  });

  it('does not use the limit when the program ends before it', async () => {
    const { status, stderr } = await shop.run(['run', '--timeout', '60', '--', node, 'greet.js']);
    assert.equal(status, 0);
    assert.doesNotMatch(stderr, /have passed/);
  });

  it('hands what an idle program has recorded over within the time limit', async () => {
    shop.file('idle.js', `setTimeout(() => {}, 1e6); setTimeout(() => console.log('x'), 1);`);
    const { status } = await shop.run(['run', '--timeout', '1', '--json', 'report.json', '--', node, 'idle.js']);
    assert.equal(status, 143);
    assert.ok(shop.report().run.events > 5);
  });
});

describe('interleave dump', () => {
  it('tells what a traced process is waiting for now, and the same of its trace afterwards', async function () {
    const shop = new Workshop(this);
    shop.file('waits.js', `setTimeout(() => {}, 1e6); console.log('pid', process.pid, ';');`);
    const running = shop.start(['run', '--out', 'waits.ilv', '--', node, 'waits.js']);
    await running.printed(';');
    const pid = /pid (\d+)/.exec(running.output.stdout)?.[1] ?? '';
    const now = await shop.run(['dump', pid, '--json', 'now.json']);
    assert.deepEqual([now.status, now.stderr], [0, '']);
    assert.equal(shop.report('now.json').run.processes, 1);
    assert.equal(shop.report('now.json').run.exitCode, null);
    process.kill(-(running.child.pid ?? 0), 'SIGTERM');
    await running.result;
    const gone = await shop.run(['dump', pid]);
    assert.equal(gone.status, 2);
    const later = await shop.run(['dump', 'waits.ilv', '--json', '-']);
    assert.equal(later.status, 0);
    assert.equal((JSON.parse(later.stdout) as { run: { signal: string } }).run.signal, 'SIGTERM');
  });
  it('tells what was pending at any moment of a trace, without what came later', async function () {
    this.timeout(60_000);
    const shop = new Workshop(this);
    shop.file(
      'late.cjs',
      `const { once, EventEmitter } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');
const bus = new EventEmitter();
async function main() {
  await sleep(2000);
  setTimeout(() => process.exit(), 1000);
  await once(bus, 'never');
}
main();`,
    );
    await shop.run(['run', '--out', 'late.ilv', '--', node, 'late.cjs']);
    const end = await shop.run(['dump', 'late.ilv', '--json', 'end.json']);
    assert.match(end.stdout, /^ {2}main waits for an event: 'never' of bus/m);
    const { durationMs } = shop.report('end.json').run;
    const early = await shop.run(['dump', 'late.ilv', '--at', `${durationMs - 2000}ms`, '--json', 'early.json']);
    assert.match(early.stdout, /^Pending at \d+(?:\.\d+)? s:\n {2}main waits for a timer: fires in /);
    const report = shop.report('early.json');
    assert.equal(report.atMs, durationMs - 2000);
    assert.deepEqual(report.run.incomplete, []);
    assert.equal(report.run.exitCode, null);
    const late = await shop.run(['dump', 'late.ilv', '--at', `${(durationMs - 500) / 1000}s`]);
    assert.match(late.stdout, /main waits for an event: 'never' of bus/);
    const after = await shop.run(['dump', 'late.ilv', '--at', '1000s']);
    assert.deepEqual([after.status, after.stdout], [2, '']);
    assert.match(after.stderr, /The trace ends \d+\.\d+ s after the run began/);
  });
});
