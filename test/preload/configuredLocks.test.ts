/** Locks that nothing recognises: described in interleave.config.json, or told by the program itself (docs/locks.md). Traced by the command line. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Finding, Report } from '../../src/analysis/finding.ts';
import { nodeBinary, root, versionsToTry } from './adaptersHarness.ts';

/** A lock whose workings do not show: a waiter asks an emitter until it is let in. */
const TURNSTILE = `
class Turnstile {
  #events = new EventEmitter(); #taken = 0;
  constructor(places = 1) { this.places = places; }
  enter() {
    return new Promise((resolve) => {
      const attempt = () => {
        if (this.#taken >= this.places) return void this.#events.once('left', attempt);
        this.#taken++;
        resolve();
      };
      attempt();
    });
  }
  leave() { this.#taken--; this.#events.emit('left'); }
  async within(job) { await this.enter(); try { return await job(); } finally { this.leave(); } }
}
`;
const INVERSION = `
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const [a, b] = [new Turnstile(), new Turnstile()];
const one = () => a.within(async () => { await sleep(1); await b.within(() => sleep(1)); });
const two = () => b.within(async () => { await sleep(1); await a.within(() => sleep(1)); });
setTimeout(one, 1);
setTimeout(two, 1000);
`;

interface Files {
  readonly [name: string]: string;
}

function trace(
  node: string,
  files: Files,
  level: 'full' | 'light' = 'full',
): { readonly findings: readonly Finding[]; readonly stdout: string } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-own-locks-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    const main = Object.keys(files)[0] as string;
    const json = path.join(folder, 'report.json');
    const args = [path.join(root, 'dist/cli.js'), 'run', '--level', level, '--json', json, '--', node, main];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', timeout: 50_000 });
    return { findings: (JSON.parse(fs.readFileSync(json, 'utf8')) as Report).findings, stdout };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const serious = (findings: readonly Finding[]): string[] =>
  findings.filter((f) => f.severity === 'error' || f.severity === 'warning').map((f) => f.kind);
const config = (...locks: object[]): Files => ({ 'interleave.config.json': JSON.stringify({ locks }) });

for (const major of versionsToTry([20, 22, 24, 26])) {
  describe(`locks of interleave.config.json, Node ${major}`, () => {
    let node = '';
    before(async function () {
      this.timeout(120_000);
      node = await nodeBinary(major);
    });

    it('of a file of the program, an ES module', () => {
      const files = {
        'main.mjs': `import { Turnstile } from './turnstile.mjs';${INVERSION}`,
        'turnstile.mjs': `import { EventEmitter } from 'node:events';\nexport ${TURNSTILE.trim()}\n`,
      };
      assert.deepEqual(serious(trace(node, files).findings), []);
      const spec = config({ module: './turnstile.mjs', export: 'Turnstile', acquire: 'enter', release: 'leave', run: 'within' });
      assert.deepEqual(serious(trace(node, { ...files, ...spec }).findings), ['lock.order-inversion']);
    });

    it('of a package, CommonJS', () => {
      const files = {
        'main.js': `const { Turnstile } = require('turnstile');${INVERSION}`,
        'node_modules/turnstile/index.js': `const { EventEmitter } = require('node:events');${TURNSTILE}module.exports = { Turnstile };`,
      };
      const spec = config({ module: 'turnstile', export: 'Turnstile', acquire: 'enter', release: 'leave', run: 'within' });
      assert.deepEqual(serious(trace(node, { ...files, ...spec }).findings), ['lock.order-inversion']);
    });

    it('a function by key, and one that makes locks', () => {
      const files = {
        'main.mjs': `import { withTurn } from './turns.mjs'; import { makeGate } from 'gates';
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
setTimeout(() => withTurn('x', () => withTurn('y', () => sleep(1))), 1);
setTimeout(() => withTurn('y', () => withTurn('x', () => sleep(1))), 1000);
const gate = makeGate(1);
const job = async () => { const open = await gate.enter(); await sleep(1); open(); };
await Promise.all([job(), job()]);
(await gate.enter())();
console.log(withTurn.name, withTurn.length, Object.keys(gate).join());
await gate.enter().then(() => gate.enter());`,
        'turns.mjs': `import { EventEmitter } from 'node:events';${TURNSTILE}
const turns = {};
export function withTurn(key, job) { return (turns[key] ??= new Turnstile()).within(job); }`,
        'node_modules/gates/index.js': `const { EventEmitter } = require('node:events');${TURNSTILE}
exports.makeGate = (n) => { const t = new Turnstile(n); return { enter: async () => { await t.enter(); return () => t.leave(); } }; };`,
      };
      const spec = config(
        { module: './turns.mjs', export: 'withTurn', run: '()', key: 0 },
        { module: 'gates', export: 'makeGate', factory: true, acquire: 'enter' },
      );
      const { findings, stdout } = trace(node, { ...files, ...spec });
      assert.deepEqual(
        new Set(serious(findings)),
        new Set(['lock.order-inversion', 'lock.self-deadlock']),
        JSON.stringify(findings, undefined, 1),
      );
      assert.equal(stdout, 'withTurn 2 enter\n');
    });

    it('at level light', () => {
      const files = {
        'main.js': `const { Turnstile } = require('./turnstile.js');${INVERSION.replace('setTimeout(two, 1000)', 'setTimeout(two, 1)').replaceAll('sleep(1)', 'sleep(50)')}`,
        'turnstile.js': `const { EventEmitter } = require('node:events');${TURNSTILE}exports.Turnstile = Turnstile;`,
      };
      const spec = config({ module: './turnstile.js', export: 'Turnstile', acquire: 'enter', release: 'leave', run: 'within' });
      // Nothing has a place in user code then, so no finding: that the program runs as ever is what counts.
      assert.deepEqual(serious(trace(node, { ...files, ...spec }, 'light').findings), []);
    });
  });

  describe(`locks that the program tells of, Node ${major}`, () => {
    const told = `import { EventEmitter } from 'node:events';${TURNSTILE}
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const told = globalThis[Symbol.for('interleave')]?.lock('turnstile');
const turnstile = new Turnstile();
const account = { balance: 100 };
async function withdraw(amount) {
  const entered = turnstile.enter();
  const turn = told?.request(entered);
  await entered;
  turn?.acquired();
  const { balance } = account;
  await sleep(2);
  account.balance = balance - amount;
  turn?.released();
  turnstile.leave();
}
setTimeout(withdraw, 1, 10);
setTimeout(withdraw, 1, 20);
setTimeout(withdraw, 400, 30);
`;
    let node = '';
    before(async function () {
      this.timeout(120_000);
      node = await nodeBinary(major);
    });

    it('keep what they guard from being a race', () => {
      assert.deepEqual(serious(trace(node, { 'main.mjs': told.replace('const turn = ', 'const turn = undefined && ') }).findings), [
        'race.atomicity',
      ]);
      assert.deepEqual(serious(trace(node, { 'main.mjs': told }).findings), []);
    });

    it('are deadlocks when their holder waits for them', () => {
      const again = `${told}setTimeout(async () => { const e = turnstile.enter(); const t = told?.request(e); await e; t?.acquired(); await withdraw(1); }, 800);`;
      assert.deepEqual(serious(trace(node, { 'main.mjs': again }).findings), ['lock.self-deadlock']);
    });
  });
}
