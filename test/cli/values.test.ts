/** `--values`: what accesses read and wrote is told where it was asked for, is always right, changes neither the program nor the findings, and leaves in no report as text. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Finding, Report } from '../../src/analysis/finding.ts';
import { CLI, runNode } from '../support/programs.ts';
import type { Outcome } from '../support/residentCli.ts';

// Each of the five is read, waited, and written, by two tasks in turn. The proxy and the getter say when somebody looks at them.
const PROGRAM = `
const stock = { count: 12 };
const names = new Map([['owner', 'nobody here']]);
const login = { token: 'initial' };
let total = 5n;
let looked = 0;
const watched = new Proxy({ level: 1 }, {
  getOwnPropertyDescriptor(target, key) { looked++; return Reflect.getOwnPropertyDescriptor(target, key); },
});
const computed = { inner: 3, get level() { looked++; return this.inner; }, set level(value) { this.inner = value; } };
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function sell(n, ms) {
  const before = stock.count;
  await later(ms);
  stock.count = before - n;
}
async function rename(name, ms) {
  const before = names.get('owner');
  await later(ms);
  names.set('owner', before + ', ' + name);
}
async function sign(text, ms) {
  const before = login.token;
  await later(ms);
  login.token = before + text;
}
async function add(n, ms) {
  const before = total;
  await later(ms);
  total = before + n;
}
async function raise(object, n, ms) {
  const before = object.level;
  await later(ms);
  object.level = before + n;
}
async function main() {
  await Promise.all([
    sell(2, 10), sell(3, 300), rename('Ada', 10), rename('Grace', 300), sign('abc', 10), sign('def', 300), add(2n, 10), add(4n, 300),
    raise(watched, 1, 10), raise(watched, 2, 300), raise(computed, 1, 10), raise(computed, 2, 300),
  ]);
  console.log(stock.count, names.get('owner'), String(total), looked);
}
main();
`;

describe('--values', () => {
  let folder = '';
  let plain: Outcome;
  let without: Outcome & { readonly report: Report };
  let withValues: Outcome & { readonly report: Report };

  async function trace(name: string, options: readonly string[]): Promise<Outcome & { readonly report: Report }> {
    const at = (ending: string): string => path.join(folder, `${name}${ending}`);
    const files = ['--json', at('.json'), '--html', at('.html'), '--sarif', at('.sarif'), '--out', at('.ilv')];
    const outcome = await runNode([CLI, 'run', ...options, ...files, '--', process.execPath, 'main.js'], { cwd: folder });
    return { ...outcome, report: JSON.parse(fs.readFileSync(at('.json'), 'utf8')) as Report };
  }

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-values-'));
    fs.writeFileSync(path.join(folder, 'main.js'), PROGRAM);
    plain = await runNode(['main.js'], { cwd: folder });
    without = await trace('without', []);
    withValues = await trace('with', ['--values']);
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  const read = (name: string): string => fs.readFileSync(path.join(folder, name), 'latin1');
  function finding(report: Report, about: string): Finding {
    const found = report.findings.find((each) => each.message.includes(about));
    assert.ok(found, `nothing about ${about}: ${JSON.stringify(report.findings.map((each) => each.message))}`);
    return found;
  }
  const steps = (about: string): readonly string[] =>
    finding(withValues.report, about).scenario?.happened.map((step) => step.text.replace(/^.*?: /, '')) ?? [];

  it('says what was read and written, in the order in which it happened', () => {
    assert.deepEqual(steps('`stock.count`'), ['12', '10', '9']);
    assert.deepEqual(steps('`total`'), ['5n', '7n', '9n']);
    const places = finding(withValues.report, '`stock.count`').locations.map(({ role, value }) => [role, value]);
    assert.deepEqual(places, [
      ['write', '9'],
      ['read', '12'],
    ]);
    assert.match(withValues.stderr, /write 9 in sell/);
    assert.match(withValues.stderr, /read "nobody here" in rename/);
  });

  it('says when accesses took place, with values and without', () => {
    for (const { report } of [withValues, without]) {
      const times = finding(report, '`stock.count`').scenario?.happened.map((step) => step.atMs ?? Number.NaN) ?? [];
      assert.equal(times.length, 3);
      assert.ok((times[0] as number) < (times[1] as number) && (times[1] as number) < (times[2] as number), String(times));
    }
  });

  it('hides what the code calls a token', () => {
    assert.deepEqual(steps('`login.token`'), ['(hidden)', '(hidden)', '(hidden)']);
  });

  it('changes neither what the program does nor what is found', () => {
    assert.equal(without.stdout, plain.stdout);
    assert.equal(withValues.stdout, plain.stdout);
    const told = ({ report }: { readonly report: Report }): string[] =>
      report.findings.map((f) => `${f.severity} ${f.kind} ${f.fingerprint}`).toSorted();
    assert.deepEqual(told(withValues), told(without));
  });

  it('records no value that nobody asked for', () => {
    for (const text of ['nobody here, Ada', 'initialabc']) {
      assert.ok(!read('without.ilv').includes(text), text);
      assert.ok(read('with.ilv').includes(text), text);
    }
    assert.doesNotMatch(without.stderr, /write 9/);
    assert.match(read('without.json'), /Values of variables were never recorded/);
  });

  it('writes numbers, and hashes for texts, into what others may get', () => {
    for (const name of ['with.json', 'with.sarif', 'with.html']) {
      const report = read(name);
      assert.ok(!report.includes('nobody here, '), name);
      assert.match(report, /recorded on request/);
      assert.match(report, /text-[\da-f]{8}/);
      assert.match(report, /stock\.count(?:<\/code>)?: 12/);
    }
  });

  it('can be asked of a recorded trace', async () => {
    const { stderr, stdout } = await runNode([CLI, 'analyze', 'with.ilv'], { cwd: folder });
    assert.match(stdout + stderr, /read 12 in sell/);
  });
});
