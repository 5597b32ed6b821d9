/** A test that mocha or node:test gives up on: what it was waiting for is said beside the runner's output, which stays what it is. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { Workshop } from './support.ts';

const node = process.execPath;
const MOCHA = path.resolve('node_modules/mocha/bin/mocha.js');
const MUTEX = JSON.stringify(path.resolve('test/programs/node_modules/async-mutex'));

const BANK = `
const { Mutex } = require(${MUTEX});
const accounts = new Mutex();
const audit = new Mutex();
const both = (first, second) => first.runExclusive(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  await second.runExclusive(async () => {});
});
async function transfer() {
  await both(accounts, audit);
}
async function report() {
  await both(audit, accounts);
}
async function idle() {
  for (;;) await new Promise((resolve) => setTimeout(resolve, 3600_000));
}
before(() => void idle());
it('is in time', async () => {
  await new Promise((resolve) => setImmediate(resolve));
});
it('waits for itself', async function () {
  this.timeout(1000);
  await Promise.all([transfer(), report()]);
});
it('never says that it is done', function (done) {
  this.timeout(300);
  setImmediate(() => void done);
});
it('is slow', async function () {
  this.timeout(20);
  const end = performance.now() + 100;
  while (performance.now() < end);
});
`;

const PAID = `
import test, { before, describe, it } from 'node:test';
import { EventEmitter, once } from 'node:events';
const bus = new EventEmitter();
const open = setInterval(() => {}, 1000);
async function idle() {
  for (;;) await new Promise((resolve) => setTimeout(resolve, 3600_000).unref());
}
before(() => void idle());
async function pay() {
  await once(bus, 'paid');
}
test('is in time', { timeout: 60_000 }, async () => {
  await new Promise((resolve) => setImmediate(resolve));
});
test('waits too long', { timeout: 500 }, async () => {
  await pay();
});
test('never says that it is done', { timeout: 300 }, (t, done) => {
  setImmediate(() => void done);
});
describe('a suite', () => {
  it('is slow', { timeout: 20 }, async () => {
    const end = performance.now() + 100;
    while (performance.now() < end);
  });
});
test('pays', () => {
  bus.emit('paid');
  clearInterval(open);
});
`;

/** Limits of tests as vitest 1.2 sets them: they stay when the test has passed, and what they say nobody hears. */
const RUNNER = `
function makeTimeoutMsg(isHook, timeout) {
  return (isHook ? 'Hook' : 'Test') + ' timed out in ' + timeout + 'ms.';
}
const withTimeout = (fn, timeout) => () =>
  Promise.race([
    fn(),
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(makeTimeoutMsg(false, timeout))), timeout);
      timer.unref();
    }),
  ]);
const tests = [];
export const test = (name, fn, timeout) => tests.push([name, withTimeout(fn, timeout)]);
export async function run() {
  for (const [name, fn] of tests) await fn().then(() => console.log('ok', name), (error) => console.log(error.message));
}
`;

const LEFT_ON = `
import { test, run } from '@vitest/runner';
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
const bus = new EventEmitter();
const open = setInterval(() => {}, 1000);
test('is in time', async () => {
  await sleep(20);
}, 200);
test('is in time as well', async () => {
  await sleep(500);
}, 5000);
test('waits too long', async () => {
  await once(bus, 'paid');
}, 400);
await run();
clearInterval(open);
`;

/** Without times. */
const plain = (text: string): string => text.replaceAll(/ \(?\d+(?:\.\d+)? ?m?s\b\)?/g, '');

describe('tests that time out', function () {
  this.timeout(60_000);
  it('say what they were waiting for, and nothing else changes', async function () {
    const shop = new Workshop(this);
    shop.file('bank.test.js', BANK);
    const command = [node, MOCHA, '--exit', 'bank.test.js'];
    const { status, stdout, stderr } = await shop.run(['run', '--json', 'report.json', '--', ...command]);
    const alone = spawnSync(node, command.slice(1), { cwd: shop.folder, env: shop.env, encoding: 'utf8' });
    assert.equal(status, 3);
    assert.equal(alone.status, 3);
    assert.equal(plain(stdout), plain(alone.stdout));
    const [, deadlock = ''] = /a test timed out after .*, while it was waiting:\n((?: {2}.*\n)*)/.exec(stderr) ?? [];
    const line = BANK.slice(0, BANK.indexOf('Promise.all')).split('\n').length;
    assert.ok(deadlock.includes(`waits for several promises: all of 2  bank.test.js:${line}:3`), stderr);
    assert.match(deadlock, /^ {4}transfer waits for .*\n(?: {6}.*\n)* {4}report waits for /m);
    assert.doesNotMatch(deadlock, /idle/);
    assert.match(
      stderr,
      /a test timed out after .*: no async function that it started is waiting, so a callback, an event or "done" has not come\./,
    );
    const { timeouts } = shop.report();
    assert.deepEqual(
      timeouts?.map(({ pending }) => pending.length),
      [1, 0],
    );
  });
  it('say the same under node --test, also when what they wait for comes later', async function () {
    const shop = new Workshop(this);
    shop.file('paid.test.mjs', PAID);
    const command = [node, '--test', '--test-reporter=tap', 'paid.test.mjs'];
    const { status, stdout, stderr } = await shop.run(['run', '--json', 'report.json', '--', ...command]);
    const alone = spawnSync(node, command.slice(1), { cwd: shop.folder, env: shop.env, encoding: 'utf8' });
    assert.equal(status, 1);
    assert.equal(alone.status, 1);
    const results = (text: string): readonly string[] => text.split('\n').filter((line) => /^ *(?:not )?ok |error: /.test(line));
    assert.deepEqual(results(stdout), results(alone.stdout));
    const [, waits = ''] = /a test timed out after .*, while it was waiting:\n((?: {2}.*\n)*)/.exec(stderr) ?? [];
    assert.match(waits, /^ {2}test\('waits too long'\) waits for the result of pay {2}paid\.test\.mjs:17:3/, stderr);
    assert.match(waits, /^ {4}pay waits for an event: 'paid' of bus {2}paid\.test\.mjs:11:3/m);
    assert.doesNotMatch(waits, /idle/);
    assert.match(
      stderr,
      /a test timed out after .*: no async function that it started is waiting, so a callback, an event or "done" has not come\./,
    );
    const { timeouts } = shop.report();
    assert.deepEqual(
      timeouts?.map(({ pending }) => pending.length),
      [1, 0],
    );
  });
  it('are told only while they run, also where a runner leaves the limits of others on', async function () {
    const shop = new Workshop(this);
    shop.file('node_modules/@vitest/runner/package.json', '{ "type": "module", "exports": "./dist/index.js" }');
    shop.file('node_modules/@vitest/runner/dist/index.js', RUNNER);
    shop.file('left.test.mjs', LEFT_ON);
    const { stdout, stderr } = await shop.run(['run', '--json', 'report.json', '--', node, 'left.test.mjs']);
    assert.equal(stdout, 'ok is in time\nok is in time as well\nTest timed out in 400ms.\n');
    assert.match(stderr, /waits for an event: 'paid' of bus/);
    assert.deepEqual(
      shop.report().timeouts?.map(({ pending }) => pending.length),
      [1],
    );
  });
});
