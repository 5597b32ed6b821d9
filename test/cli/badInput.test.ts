import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { FILE_HEADER_BYTES } from '../../src/wire/format.ts';
import { readChunk } from '../../src/wire/reader.ts';
import { Workshop } from './support.ts';

const node = process.execPath;

/** Our own lines of stderr; exactly one sentence of explanation is expected among them. */
function ours(stderr: string): string[] {
  return stderr.split('\n').filter((line) => line.startsWith('interleave'));
}

describe('bad input', () => {
  let shop: Workshop;
  before(function () {
    shop = new Workshop(this);
    shop.file('ok.js', `console.log('ran')`);
  });

  const wrongUsage: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
    [[], /Say what to do/],
    [['trace'], /"trace" is not a command of interleave/],
    [['run'], /comes after "--"/],
    [['run', 'node', 'ok.js'], /comes after "--"/],
    [['run', '--'], /no command after "--"/],
    [['run', 'x', '--', 'node'], /"x" is not an option/],
    [['run', '--levle', 'full', '--', 'node'], /Unknown option '--levle'/],
    [['run', '--level', 'high', '--', 'node'], /--level is full or light, not "high"/],
    [['run', '--timeout', '0', '--', 'node'], /--timeout is a number of seconds/],
    [['run', '--timeout', 'soon', '--', 'node'], /--timeout is a number of seconds/],
    [['run', '--fail-on', 'always', '--', 'node'], /--fail-on is error, warning, info or never/],
    [['run', '--json'], /comes after "--"/],
    [['run', '--json', '', '--', 'node'], /--json needs the name of a file/],
    [['run', '--json', 'no/such/folder/r.json', '--', node, 'ok.js'], /Cannot write the report to .*: it does not exist/],
    [['run', '--json', '.', '--', node, 'ok.js'], /Cannot write the report to \.: it is a folder/],
    [['run', '--sarif', '', '--', 'node'], /--sarif needs the name of a file/],
    [['run', '--sarif', '-', '--', 'node'], /--sarif needs the name of a file: only --json writes to stdout/],
    [
      ['run', '--sarif', 'no/such/folder/r.sarif', '--', node, 'ok.js'],
      /Cannot write the report to .*: it does not exist\. .* for --sarif/,
    ],
    [['analyze', '--sarif', '.', 'missing.ilv'], /Cannot write the report to \.: it is a folder/],
    [['run', '--html', '-', '--', 'node'], /--html needs the name of a file/],
    [['analyze', '--html', '.', 'missing.ilv'], /Cannot write the report to \.: it is a folder\. .* for --html/],
    [['run', '--', 'no-such-command'], /Cannot start no-such-command: it does not exist/],
    [['run', '--', './ok.js'], /Cannot start \.\/ok\.js: permission denied/],
    [['analyze'], /analyze needs a trace/],
    [['analyze', 'a.ilv', 'b.ilv'], /takes one argument/],
    [['analyze', 'missing.ilv'], /There is no file .*missing\.ilv/],
    [['analyze', 'ok.js'], /is not an Interleave trace/],
    [['analyze', '.'], /is not an Interleave trace/],
    [['export', 'a.ilv'], /export needs --to perfetto, chrome or otlp\./],
    [['export', '--to', 'svg', 'a.ilv'], /--to perfetto, chrome or otlp, not "svg"/],
    [['export', '--to', 'otlp'], /export needs a trace/],
    [['export', '--to', 'otlp', 'missing.ilv'], /There is no file .*missing\.ilv/],
    [['export', '--to', 'otlp', 'ok.js'], /is not an Interleave trace/],
    [
      ['export', '--to', 'otlp', 'a.ilv', '--out', 'no/such/folder/a.json'],
      /Cannot write the report to .*: it does not exist\. .* for --out/,
    ],
    [['dump'], /dump needs a process id or a trace/],
    [['dump', '999999999'], /Process 999999999 is not being traced/],
    [['dump', String(process.pid)], /is not being traced/],
    [['dump', '--at', 'noon', 'a.ilv'], /--at is a time since the run began, such as 1\.5s or 250ms, not "noon"/],
    [['dump', '--at', '1s', 'missing.ilv'], /There is no file .*missing\.ilv/],
  ];
  for (const [args, sentence] of wrongUsage) {
    it(`says one sentence and ends with 2: interleave ${args.map((arg) => (arg === node ? 'node' : arg === String(process.pid) ? '<pid>' : arg)).join(' ')}`, async () => {
      const { status, stdout, stderr } = await shop.run(args);
      assert.equal(status, 2, stderr);
      assert.equal(stdout, '');
      const lines = stderr
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('interleave ▸ tracing'));
      assert.equal(lines.length, 1, stderr);
      assert.match(lines[0] ?? '', sentence);
    });
  }

  it('names a file that does not exist, is not JavaScript, or throws while it is loaded; the status is the program’s', async () => {
    shop.file('page.js', '<html>');
    shop.file('throws.js', `setTimeout(() => {}, 1);\nthrow new TypeError('no config');`);
    shop.file('parses.js', `setTimeout(() => {}, 1);\nJSON.parse('{');`);
    shop.file('data.weird', 'x');
    shop.file('imports.mjs', `import './data.weird';`);
    for (const [file, sentence] of [
      ['missing.js', /missing\.js does not exist: check the path/],
      ['page.js', /page\.js could not be loaded: Node finds no valid JavaScript/],
      ['throws.js', /throws\.js threw while it was being loaded \(no config\)/],
      ['parses.js', /parses\.js threw while it was being loaded \(.*JSON.*\)/],
    ] as const) {
      const { status, stderr } = await shop.run(['run', '--json', 'report.json', '--', node, file]);
      assert.equal(status, 1);
      const told = ours(stderr).filter((line) => sentence.test(line));
      assert.equal(told.length, 1, stderr);
      assert.doesNotMatch(stderr, /No problems found/);
      assert.match(shop.report().run.incomplete[0] ?? '', sentence);
    }
  });

  it('says that a Node is too old, and does not call that a clean run', async () => {
    const old = shop.file('bin/node', '#!/bin/sh\n[ "$1" = --version ] && echo v18.20.4\nexit 0\n');
    fs.chmodSync(old, 0o755);
    const { status, stderr } = await shop.run(['run', '--', old, 'ok.js']);
    assert.equal(status, 3);
    assert.match(stderr, /Nothing was recorded: Node 18\.20\.4 is too old\. Interleave needs Node 20 or newer/);
    assert.doesNotMatch(stderr, /No problems found/);
  });

  it('says that it cannot run in a Node that is too old itself', async () => {
    const pretend = shop.file('pretend.js', `Object.defineProperty(process.versions, 'node', { value: '18.20.4' });`);
    const { status, stdout, stderr } = await shop.run(['run', '--', node, 'ok.js'], { env: { NODE_OPTIONS: `--require "${pretend}"` } });
    assert.deepEqual([status, stdout], [3, '']);
    assert.equal(stderr, 'interleave: Interleave needs Node 20 or newer, and this is Node 18.20.4. Run it with a newer Node.\n');
  });

  it('says that a command runs no Node', async () => {
    const { status, stderr } = await shop.run(['run', '--', '/bin/sh', '-c', 'exit 0']);
    assert.equal(status, 3);
    assert.match(stderr, /Nothing was recorded: .* ran no Node process/);
    assert.equal((await shop.run(['run', '--', '/bin/sh', '-c', 'exit 4'])).status, 4);
  });

  it('does not start the program when the trace or the private folder cannot be written', async () => {
    for (const [args, env] of [
      [['--out', 'ok.js/x.ilv'], {}],
      [[], { TMPDIR: path.join(shop.folder, 'ok.js') }],
      [[], { TMPDIR: path.join(shop.folder, 'nowhere') }],
    ] as const) {
      const { status, stdout, stderr } = await shop.run(['run', ...args, '--', node, 'ok.js'], { env });
      assert.equal(status, 3, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, /^interleave: Cannot (?:write the trace|record: the folder) .*\n$/);
    }
  });

  it('refuses a configuration that is not valid', async () => {
    const cwd = path.join(shop.folder, 'configured');
    fs.mkdirSync(cwd);
    fs.writeFileSync(path.join(cwd, 'interleave.config.json'), '{"ignroe":[]}');
    const { status, stderr } = await shop.run(['run', '--', node, '-e', '0'], { cwd });
    assert.equal(status, 2);
    assert.match(stderr, /"ignroe" is not known/);
  });

  it('runs the program and keeps what was recorded when the private folder vanishes in the middle', async () => {
    shop.file(
      'vanish.js',
      `const fs = require('node:fs');
       const base = fs.readdirSync(process.env.TMPDIR).map((name) => process.env.TMPDIR + '/' + name).find((name) => name.includes('interleave-'));
       const timer = setInterval(() => {
         if (!fs.readFileSync('vanish.ilv', 'latin1').includes('"type":"process"')) return; // Not followed yet.
         clearInterval(timer);
         fs.rmSync(base, { recursive: true });
         setTimeout(() => console.log('still here'), 20);
       }, 5);`,
    );
    const { status, stdout } = await shop.run(['run', '--json', 'report.json', '--out', 'vanish.ilv', '--', node, 'vanish.js']);
    assert.equal(status, 0);
    assert.equal(stdout, 'still here\n');
    const { run } = shop.report();
    assert.equal(run.processes, 1);
    assert.ok(run.events > 0);
  });

  it('analyses a trace that is cut anywhere, as far as it goes', async () => {
    assert.equal((await shop.run(['run', '--out', 'whole.ilv', '--', node, 'ok.js'])).status, 0);
    const whole = fs.readFileSync(path.join(shop.folder, 'whole.ilv'));
    const boundaries: number[] = [];
    for (let read = readChunk(whole, FILE_HEADER_BYTES); read.ok; read = readChunk(whole, read.chunk.end)) boundaries.push(read.chunk.end);
    assert.ok(boundaries.length > 3);
    for (const cut of [0, 2, 4, 30, Math.floor(whole.length / 2), ...boundaries.slice(0, -1), whole.length - 1]) {
      fs.writeFileSync(path.join(shop.folder, 'cut.ilv'), whole.subarray(0, cut));
      const { status, stdout, stderr } = await shop.run(['analyze', 'cut.ilv']);
      assert.doesNotMatch(stderr, /bug/);
      if (status === 0) assert.match(stdout, /incomplete: The trace (?:is cut at byte|has no end)/, `cut at ${cut}`);
      else assert.match(stderr, /^interleave: .*(?:holds no recording|is not an Interleave trace).*\n$/, `cut at ${cut}`);
    }
    fs.writeFileSync(path.join(shop.folder, 'noise.ilv'), Buffer.concat([whole.subarray(0, 4), Buffer.alloc(1000, 7)]));
    assert.equal((await shop.run(['analyze', 'noise.ilv'])).status, 2);
  });
});
