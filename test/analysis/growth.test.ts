/**
 * The analysis grows no faster than the trace: programs of shapes that once made a rule look at everything for each of many things. The processor time of a report on
 * four times as many events is compared with that on the smaller trace, in one process: ratios, no times.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Workshop } from '../cli/support.ts';
import { Engine } from '../../src/host/engine.ts';
import { FILE_HEADER_BYTES } from '../../src/wire/format.ts';

const SMALL = 5000;
const LARGE = 20_000;
/** Reports are one and a half to four times as expensive for four times the events; where a rule took the square they were ten times and more. */
const MAX_GROWTH = (2 * LARGE) / SMALL;
/** Code is optimised while it looks at a trace for the first times, and a busy machine is not always as busy: the cheapest of the others counts. */
const WARM_UPS = 3;
const LOOKS = 2;

/** `n` is how often each does what it does. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'an async function that returns a call of itself': `
let total = 0, left = n;
async function step() { const seen = total; await null; total = seen + 1; }
async function run() { if (left-- <= 0) return; await step(); return run(); }
run();`,
  'one variable that all tasks check and change': `
const state = { count: 0 };
async function add() { const { count } = state; await null; state.count = count + 1; }
(async () => { for (let i = 0; i < n; i += 20) await Promise.all(Array.from({ length: 20 }, add)); })();`,
  'recursion five hundred calls deep': `
let calls = 0;
async function walk(depth) { if (depth === 0) return 0; const before = calls; const found = await walk(depth - 1); calls = before + 1; return found + 1; }
(async () => { for (let i = 0; i < n / 500; i++) await walk(500); })();`,
  'tasks that wait for a lock by hand that is never given back': `
let busy = false; const waiting = [];
async function take() { if (busy) await new Promise((resolve) => waiting.push(resolve)); busy = true; }
async function use(i) { await take(); await null; if (i > 10) return; busy = false; waiting.shift()?.(); }
for (let i = 0; i < n; i++) use(i);`,
  'a limit by hand whose permits are taken in a helper': `
let berths = 0; const tide = [];
async function dock() { while (berths >= 4) await new Promise((resolve) => tide.push(resolve)); berths++; }
async function unload() { await dock(); try { await null; } finally { berths--; tide.shift()?.(); } }
(async () => { for (let i = 0; i < n; i += 20) await Promise.all(Array.from({ length: 20 }, unload)); })();`,
  'parsers that are fed and closed in one step': `
const parsers = [];
class Parser {
  parts = []; left = 0; isClosed = false;
  async feed(text) { for (const c of text) { if (this.isClosed) return; this.left++; this.parts.push(c); } while (--this.left > 0) this.parts.shift(); this.isClosed = true; this.parts = []; }
}
(async () => { for (let i = 0; i < n; i += 10) parsers.push(new Parser()); for (const each of parsers) each.feed('0123456789'); await null; for (const each of parsers) if (each.isClosed && each.left === 0) each.parts = [each]; })();`,
  'a map of many keys that a task counts in': `
const pages = new Map(); const words = new Map(); const read = async (i) => pages.get(i) ?? '';
for (let i = 0; i < n / 2; i++) pages.set(i, 'page ' + (i % (n / 10)));
(async () => { for (const i of pages.keys()) for (const word of (await read(i)).split(' ')) words.set(word, (words.get(word) ?? 0) + 1); })();`,
  'promises that nobody settles': `
const inbox = [];
function next() { return new Promise((resolve) => inbox.push(resolve)); }
async function part() { return next(); }
async function whole() { return [await part(), await part()]; }
for (let i = 0; i < n; i++) whole();`,
  'work that the end of the process cuts off': `
async function log() { await new Promise((resolve) => setTimeout(resolve, 60_000)); }
(async () => { for (let i = 0; i < n; i++) log(); await null; process.exit(0); })();`,
  'an object that is replaced again and again beside an open server': `
const server = require('node:net').createServer().listen(0, '127.0.0.1'); const log = { last: { at: 0 } };
server.on('listening', async () => { for (let i = 0; i < n; i++) { log.last = { at: log.last.at + 1 }; await null; } server.close(); });`,
  'an entry that each of many tasks looks at and raises': `
const sums = new Map();
async function add(i) { const before = sums.get('all') ?? 0; sums.set('all', before + i + 1); }
(async () => { for (let i = 0; i < 5 * n; i++) await add(i); })();`,
  'rejections that are handled late': `
process.on('unhandledRejection', () => {}); process.removeAllListeners('warning');
async function fail() { throw new Error('no'); }
(async () => { for (let i = 0; i < n; i++) { const failed = fail(); setImmediate(() => failed.catch(() => {})); if (i % 20 === 0) await new Promise(setImmediate); } })();`,
};

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('growth of the analysis', () => {
  for (const [shape, source] of Object.entries(PROGRAMS)) {
    it(`is that of the trace: ${shape}`, async function () {
      // It is steps that are counted: on a machine that has other work they take their time.
      this.timeout(240_000);
      const shop = new Workshop(this);
      shop.file('program.cjs', `const n = Number(process.argv[2]);${source}`);
      const record = async (n: number): Promise<Uint8Array> => {
        const result = await shop.run(['run', '--out', `${n}.ilv`, '--', process.execPath, 'program.cjs', `${n}`]);
        assert.match(result.stderr, /interleave ▸ \d+ findings?/, result.stderr);
        return new Uint8Array(fs.readFileSync(path.join(shop.folder, `${n}.ilv`)).subarray(FILE_HEADER_BYTES));
      };
      const report = (trace: Uint8Array): number => {
        const engine = new Engine('');
        engine.push(trace);
        engine.end(undefined);
        return cpuMs(() => assert.deepEqual(engine.report({ limitMs: 60_000 }).run.incomplete, []));
      };
      const [small, large] = [await record(SMALL), await record(LARGE)];
      for (let i = 0; i < WARM_UPS; i++) report(small);
      const cheapest = (trace: Uint8Array): number => Math.min(...Array.from({ length: LOOKS }, () => report(trace)));
      const [few, many] = [cheapest(small), cheapest(large)];
      assert.ok(many < few * MAX_GROWTH, `${few} ms for ${SMALL}, ${many} ms for ${LARGE}`);
    });
  }
});
