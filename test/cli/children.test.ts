/** Workers and child processes, however they are started: each is recorded, with the places of its own file. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { Workshop } from './support.ts';

/** Loses one update, in line 2. */
const RACE = `let n = 0;
async function add() { const old = n; await new Promise((resolve) => setTimeout(resolve, 2)); n = old + 1; }
Promise.all([add(), add()]).then(() => { if (process.connected) process.disconnect(); });
`;

/** File → how it is started; 'f(name)' is its path. */
const STARTS: Readonly<Record<string, string>> = {
  'w1.js': `new Worker(f('w1.js'), { env: {} });`,
  'w2.js': `new Worker(f('w2.js'), { execArgv: [] });`,
  'w3.js': `new Worker(f('w3.js'), { env: { A: '1', NODE_OPTIONS: '--no-warnings' }, execArgv: ['--no-deprecation'] });`,
  'w4.js': `new Worker(f('w4.js'), { env: SHARE_ENV });`,
  'w5.mjs': `new Worker(pathToFileURL(f('w5.mjs')));`,
  'w6.js': `new Worker('require(' + JSON.stringify(f('w6.js')) + ')', { eval: true, env: {} });`,
  'nested.js': `new Worker('new (require("node:worker_threads").Worker)(' + JSON.stringify(f('nested.js')) + ', { env: { B: "1" }, execArgv: ["--no-warnings"] })', { eval: true, env: {} });`,
  'c1.js': `cp.fork(f('c1.js'));`,
  'c2.js': `cp.fork(f('c2.js'), [], { env: {}, execArgv: [] });`,
  'c3.js': `cp.fork(f('c3.js'), [], { env: { NODE_OPTIONS: '--no-warnings' }, execArgv: ['--stack-trace-limit=5'] });`,
  'c4.js': `cp.spawn(process.execPath, [f('c4.js')], { env: {} });`,
  'c5.js': `cp.exec(JSON.stringify(process.execPath) + ' ' + JSON.stringify(f('c5.js')), { env: { PATH: process.env.PATH } });`,
  'c6.js': `cp.execFileSync(process.execPath, [f('c6.js')], { env: { X: '1' } });`,
  'c7.mjs': `cp.spawnSync(process.execPath, ['--input-type=module', '-e', 'import ' + JSON.stringify(pathToFileURL(f('c7.mjs')).href)], { env: {} });`,
  'cluster.js': `cluster.setupPrimary({ exec: f('cluster.js'), execArgv: [] }); cluster.fork({ ONLY: '1' });`,
};

const MAIN = `const { Worker, SHARE_ENV } = require('node:worker_threads'), cp = require('node:child_process'), cluster = require('node:cluster');
const f = (name) => require('node:path').join(__dirname, name), { pathToFileURL } = require('node:url');
`;

describe('interleave run', () => {
  it('records workers and children with environments and options of their own', async function () {
    const workshop = new Workshop(this);
    for (const name of Object.keys(STARTS)) workshop.file(name, name.endsWith('.mjs') ? `export ${RACE}` : RACE);
    workshop.file('main.js', MAIN + Object.values(STARTS).join('\n'));
    const result = await workshop.run(['run', '--json', 'report.json', '--', process.execPath, 'main.js']);
    assert.equal(result.status, 0, result.stderr);
    const { findings, run } = workshop.report();
    const found = findings.map((f) => `${f.kind} ${path.basename(f.locations[0]?.file ?? '')}:${f.locations[0]?.line}`);
    assert.deepEqual(
      found.toSorted(),
      Object.keys(STARTS)
        .map((name) => `race.atomicity ${name}:2`)
        .toSorted(),
    );
    assert.equal(run.processes, 9);
  });

  it('leaves package managers and starters of tests out, and records what they start', async function () {
    const workshop = new Workshop(this);
    workshop.file(
      'package.json',
      JSON.stringify({ scripts: { start: `"${process.execPath}" race.js`, test: `"${process.execPath}" --test one.test.js` } }),
    );
    workshop.file('race.js', RACE);
    workshop.file(
      'one.test.js',
      `require('node:test')('one', async () => { require('./race.js'); await new Promise((resolve) => setTimeout(resolve, 20)); });`,
    );
    for (const script of ['start', 'test']) {
      const result = await workshop.run(['run', '--json', 'report.json', '--', 'npm', 'run', script]);
      assert.equal(result.status, 0, result.stderr);
      const { findings, run } = workshop.report();
      assert.deepEqual(
        [run.processes, ...findings.map((f) => `${f.kind} ${path.basename(f.locations[0]?.file ?? '')}`)],
        [1, 'race.atomicity race.js'],
      );
    }
  });

  it('records what is started with NODE_OPTIONS of its own, by a script or a shell', async function () {
    if (process.platform === 'win32') return; // Its shells have no such form.
    const workshop = new Workshop(this);
    const scripts = {
      text: 'NODE_OPTIONS=--no-warnings node race.js',
      file: 'sh ./start.sh',
      quoted: `sh -c "export NODE_OPTIONS='--no-warnings --no-deprecation'; exec node race.js"`,
      child: 'node child.js',
    };
    workshop.file('package.json', JSON.stringify({ scripts }));
    workshop.file('start.sh', 'export NODE_OPTIONS="--no-warnings"\nnode race.js\n');
    workshop.file('child.js', `process.stdout.write(require('node:child_process').execSync('NODE_OPTIONS=--no-warnings node race.js'));`);
    const seen =
      'process.env.NODE_OPTIONS, process.argv0, process.title, process.env.PATH.split(":").filter((p) => p.endsWith("/bin") && p.includes(process.env.TMPDIR))';
    workshop.file('race.js', `${RACE}console.log(JSON.stringify([${seen}]));\n`);
    const env = { PATH: `${path.dirname(process.execPath)}:${process.env['PATH']}` };
    const commands = [...Object.keys(scripts).map((name) => ['npm', 'run', '-s', name]), ['sh', './start.sh']];
    for (const command of commands) {
      const result = await workshop.run(['run', '--json', 'report.json', '--', ...command], { env });
      assert.equal(result.status, 0, result.stderr);
      const options = command.includes('quoted') ? '--no-warnings --no-deprecation' : '--no-warnings';
      assert.deepEqual(JSON.parse(result.stdout), [options, 'node', 'node', []], command.join(' '));
      const kinds = workshop.report().findings.map(({ kind }) => kind);
      assert.deepEqual(
        kinds.filter((kind) => kind.startsWith('race.')),
        ['race.atomicity'],
        command.join(' '),
      );
    }
  });
});
