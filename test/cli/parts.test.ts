import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../../src/analysis/finding.ts';
import { bytesIn, outlineOf, stretchesOf } from '../../src/host/outline.ts';
import { integers } from '../host/support.ts';
import { rounds } from '../support/random.ts';
import { Workshop } from './support.ts';

/** Calls of two functions, one after the other: the second is made only when the first has been over for long, and stands still long before the end, also on a busy machine. */
const PROGRAM = `
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function early() { for (let i = 0; i < 20; i++) await pause(2); }
let wake;
async function late() { for (let i = 0; i < 20; i++) await pause(2); await new Promise((resolve) => { wake = resolve; }); }
early().then(() => pause(300)).then(() => { void late(); return pause(900); });
`;

describe('A part of a long run', function () {
  this.timeout(60_000);
  let shop: Workshop;
  let length: number;

  const analyze = async (...args: string[]): Promise<Report> => {
    const { status, stdout, stderr } = await shop.run(['analyze', ...args, '--json', '-', 'a.ilv']);
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as Report;
  };

  before(async function () {
    shop = new Workshop(this);
    shop.file('program.js', PROGRAM);
    await shop.run(['run', '--out', 'a.ilv', '--', process.execPath, 'program.js']);
    length = (await analyze()).run.durationMs;
  });

  it('is looked at from a time, to a time, or before the end; the report says which', async () => {
    const whole = await analyze();
    assert.equal(whole.run.window, undefined);
    const last = await analyze('--from=-200ms');
    assert.deepEqual(last.run.window, { fromMs: length - 200, toMs: length, ofMs: length, isCut: false });
    assert.ok(last.run.events > 0 && last.run.events < whole.run.events / 2, `${last.run.events} of ${whole.run.events} events`);
    assert.match(last.run.incomplete.join(), /^The first [\d.]+ s of the run are not looked at/);
    const first = await analyze('--to', '0m0.2s');
    assert.deepEqual([first.run.window?.fromMs, first.run.window?.toMs, first.run.window?.isCut], [0, 200, true]);
    assert.ok(first.run.events < whole.run.events);
    const middle = await analyze('--from', '100ms', '--until=-100ms');
    assert.deepEqual([middle.run.window?.fromMs, middle.run.window?.toMs], [100, length - 100]);
  });

  it('has no claims of what began before it, nor of an end that it does not reach', async () => {
    assert.ok((await analyze()).findings.some(({ kind }) => kind.startsWith('hang.')));
    assert.deepEqual((await analyze('--from=-100ms')).findings, []);
    assert.deepEqual((await analyze('--to=-100ms')).findings, []);
  });

  it('is told in the text, and exported', async () => {
    const { stdout } = await shop.run(['analyze', '--from=-200ms', 'a.ilv']);
    assert.match(stdout, /Looked at: 0:\d\d(\.\d+)? to 0:\d\d(\.\d+)? of 0:\d\d/);
    const dumped = await shop.run(['dump', '--from=-200ms', 'a.ilv']);
    assert.match(dumped.stdout, /Looked at: /);
    const exported = async (...args: string[]): Promise<number> => {
      const { status, stderr } = await shop.run(['export', '--to', 'chrome', ...args, '--out', 'e.json', 'a.ilv']);
      assert.equal(status, 0, stderr);
      return fs.statSync(path.join(shop.folder, 'e.json')).size;
    };
    const whole = await exported();
    const parts = [await exported('--from=-100ms'), await exported('--until', '100ms')];
    assert.ok(Math.max(...parts) < whole, `${parts.join(', ')} of ${whole} bytes`);
  });

  it('is also what a page shows', async () => {
    const { status, stderr } = await shop.run(['analyze', '--from=-200ms', '--html', 'p.html', 'a.ilv']);
    assert.equal(status, 0, stderr);
    const html = fs.readFileSync(path.join(shop.folder, 'p.html'), 'utf8');
    assert.match(html, /<dt>Looked at<\/dt>/);
    assert.match(html, /"window":\{"fromMs":\d+/);
  });

  const wrong: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
    [['analyze', '--from', 'soon'], /--from is a time since the run began, such as 90s or 2m30s, .*, not "soon"/],
    [['analyze', '--from', ''], /--from is a time .*, not ""/],
    [['analyze', '--to', '5x'], /--to is a time .*, not "5x"/],
    [['analyze', '--from', '-30s'], /--from.* argument/],
    [['analyze', '--from', '1h'], /The run took 0:\d\d.*: --from is a time before its end/],
    [['analyze', '--to', '0s'], /--to is a time after its beginning/],
    [['analyze', '--to=-1h'], /--to is a time after its beginning/],
    [['analyze', '--from', '300ms', '--to', '0.2s'], /--from \(0:00\.3\) is a time before --to \(0:00\.2\)/],
    [['analyze', '--to', '1s', '--until', '1s'], /--to and --until say the same/],
    [['dump', '--at', '100ms', '--to', '1s'], /--at and --to both say where to stop/],
    [['export', '--to', 'chrome', '--from', '1h'], /--from is a time before its end/],
    [['run', '--from', '1s', '--', 'node'], /Unknown option '--from'/],
  ];
  for (const [args, sentence] of wrong) {
    it(`is refused where there is none: ${args.join(' ')}`, async () => {
      const file = args[0] === 'run' ? [] : ['a.ilv'];
      const { status, stderr } = await shop.run([...args, ...file]);
      assert.equal(status, 2, stderr);
      assert.match(stderr, sentence);
    });
  }

  it('is found by the headers of the chunks: all of the run in stretches, none too large, whatever the bytes', async () => {
    const file = path.join(shop.folder, 'a.ilv');
    const outline = await outlineOf(file);
    assert.equal(outline.lengthMs, length);
    const total = outline.chunks.reduce((sum, { bytes }) => sum + bytes, 0);
    const stretches = stretchesOf(outline, total / 3);
    assert.ok(stretches.length > 1 && stretches[0]?.fromMs === 0 && stretches.at(-1)?.untilMs === length);
    for (const [i, { fromMs, untilMs }] of stretches.entries()) assert.equal(untilMs, stretches[i + 1]?.fromMs ?? length, `${fromMs}`);
    assert.equal(bytesIn(outline, { fromMs: 0, untilMs: length }), total);

    const seed = Date.now() & 0xffffff;
    const next = integers(seed);
    const bytes = fs.readFileSync(file);
    for (let round = 0; round < rounds(100); round++) {
      const damaged = Buffer.from(bytes.subarray(0, 4 + next(bytes.length - 4)));
      for (let flips = next(40); flips > 0; flips--) damaged[4 + next(damaged.length - 4)] = next(256);
      fs.writeFileSync(`${file}.x`, damaged);
      const { lengthMs, chunks } = await outlineOf(`${file}.x`);
      assert.ok(lengthMs >= 0 && chunks.every(({ atMs }) => atMs >= 0), `seed ${seed} round ${round}`);
    }
  });
});
