/** Reports as files: valid for their readers, and without what must not leave the machine. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { otlpProblem, readPerfetto, sarifProblems } from '../support/readers.ts';
import { Workshop } from './support.ts';

const node = process.execPath;

/** Loads one entry of a cache twice at once, and is refused by a peer; the commented race is suppressed. */
const PROGRAM = `
const { setTimeout: sleep } = require('node:timers/promises');
const cache = new Map();
async function load(key) {
  let hit = cache.get(key);
  if (hit === undefined) {
    await sleep(40);
    hit = key.length;
    cache.set(key, hit);
  }
  return hit;
}
let total = 0;
async function add(n) {
  const before = total;
  await sleep(5);
  // interleave-ignore race.atomicity -- shown in a lesson
  total = before + n;
}
async function main() {
  await Promise.all([load('alice@example.com'), load('alice@example.com'), load('alice@example.com'), add(1), add(2)]);
  Promise.reject(new Error('cannot reach https://db.internal.example/q?token=hunter2'));
}
process.on('unhandledRejection', () => {});
main();
`;
const SECRETS = /alice|db\.internal|hunter2|s3cret/;

describe('reports as files', () => {
  let shop: Workshop;
  before(async function () {
    shop = new Workshop(this);
    shop.file('main.js', PROGRAM);
    const { status, stderr } = await shop.run([
      'run',
      '--html',
      'r.html',
      '--json',
      'r.json',
      '--sarif',
      'r.sarif',
      '--out',
      'r.ilv',
      '--',
      node,
      'main.js',
      '--api-key',
      's3cret',
    ]);
    assert.equal(status, 0, stderr);
    // On this machine the names are shown.
    assert.match(stderr, /the same entry 'alice@example.com'/);
  });
  const read = (name: string): string => fs.readFileSync(path.join(shop.folder, name), 'utf8');

  it('hash keys, hosts and queries, mask the command, and say what they contain', () => {
    for (const name of ['r.json', 'r.sarif', 'r.html']) {
      assert.doesNotMatch(read(name), SECRETS, name);
      assert.match(read(name), /Contains (?:excerpts .*, )?names of functions/, name);
    }
    const { findings } = shop.report('r.json');
    assert.match(findings.find((finding) => finding.kind === 'cache.stampede')?.message ?? '', /the same entry 'key-[\da-f]{8}'/);
  });

  it('say what was thrown in the words of the source, not of what was run', async () => {
    shop.file('thrown.cjs', `const item = { list: {} };\nsetTimeout(async () => {\n  await null;\n  item.list?.add(1);\n}, 1);\n`);
    const { stderr } = await shop.run(['run', '--json', 't.json', '--', node, 'thrown.cjs']);
    const { findings } = shop.report('t.json');
    assert.match(findings.find(({ kind }) => kind === 'promise.unhandled')?.message ?? stderr, /item\.list\?\.add is not a function/);
    assert.doesNotMatch(read('t.json'), /\$il/);
  });

  it('are valid SARIF with the suppressed finding', () => {
    const log = JSON.parse(read('r.sarif')) as { readonly runs: readonly { readonly results: readonly Record<string, unknown>[] }[] };
    assert.deepEqual(sarifProblems(log), []);
    const results = log.runs[0]?.results ?? [];
    const suppressed = results.filter((result) => result['suppressions'] !== undefined);
    assert.deepEqual(
      suppressed.map((result) => [result['ruleId'], result['suppressions']]),
      [['race.atomicity', [{ kind: 'inSource', status: 'accepted', justification: 'shown in a lesson' }]]],
    );
    assert.match(JSON.stringify(results), /"uri":"main\.js","uriBaseId":"SRCROOT"/);
  });

  it('export the trace for other tools without secrets, to a file or stdout, also what is left of a torn one', async () => {
    const bytes = fs.readFileSync(path.join(shop.folder, 'r.ilv'));
    fs.writeFileSync(path.join(shop.folder, 'half.ilv'), bytes.subarray(0, bytes.length - 100));
    for (const to of ['perfetto', 'chrome', 'otlp']) {
      const { status, stdout, stderr } = await shop.run(['export', '--to', to, 'r.ilv', '--out', `r.${to}`]);
      assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: '', stderr: '' });
      assert.doesNotMatch(read(`r.${to}`), SECRETS, to);
      assert.match(read(`r.${to}`), /Contains names of functions/, to);
      const half = await shop.run(['export', '--to', to, 'half.ilv']);
      assert.equal(half.status, 0);
      assert.match(half.stderr, /^interleave ▸ incomplete: The trace is cut at byte \d+: what came before is shown\.$/m);
      if (to !== 'perfetto') assert.ok(typeof JSON.parse(half.stdout) === 'object');
    }
    assert.equal(otlpProblem(JSON.parse(read('r.otlp'))), undefined);
    const packets = readPerfetto(fs.readFileSync(path.join(shop.folder, 'r.perfetto')));
    const names = packets.flatMap((packet) => packet.internedData?.eventNames.map(({ name }) => name) ?? []);
    for (const name of ['add', 'load', 'waits: timer 40 ms']) assert.ok(names.includes(name), `${name} in ${names.join(', ')}`);
  });

  it('say in one sentence that the disk is full, and leave no half of an export', async function () {
    if (process.platform !== 'linux') return;
    // A device that takes nothing; a link, so that a mistake would not remove the device.
    const full = path.join(shop.folder, 'full');
    fs.symlinkSync('/dev/full', full);
    for (const args of [
      ['export', '--to', 'chrome', 'r.ilv', '--out', full],
      ['analyze', 'r.ilv', '--html', full],
    ]) {
      const { status, stderr } = await shop.run(args);
      assert.equal(status, 2);
      assert.match(stderr, /^interleave: Cannot write the report to .*full: the disk is full\. Choose another file for --(?:out|html)\.$/m);
    }
    assert.ok(fs.existsSync('/dev/full') && fs.existsSync(full));
  });

  it('are the same from the trace, also from a torn one', async () => {
    const { status, stderr } = await shop.run(['analyze', 'r.ilv', '--sarif', 'a.sarif', '--json', 'a.json']);
    assert.equal(status, 0, stderr);
    assert.deepEqual(shop.report('a.json').findings, shop.report('r.json').findings);
    const bytes = fs.readFileSync(path.join(shop.folder, 'r.ilv'));
    fs.writeFileSync(path.join(shop.folder, 'torn.ilv'), bytes.subarray(0, bytes.length - 100));
    const torn = await shop.run(['analyze', 'torn.ilv', '--sarif', 't.sarif']);
    assert.equal(torn.status, 0, torn.stderr);
    assert.deepEqual(sarifProblems(JSON.parse(read('t.sarif'))), []);
    assert.match(read('t.sarif'), /The trace is cut at byte/);
    assert.doesNotMatch(read('t.sarif'), SECRETS);
  });
});
