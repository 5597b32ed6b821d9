// The reporter inside Node's own test runner: what it writes while tests run.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isHang, TestEvents, type TestEvent } from '../../src/extension/testing/testEvents.ts';

const FILE = `const assert = require('node:assert');
const { describe, it, test } = require('node:test');
describe('cart', () => {
  it('adds', () => {});
  it('differs', () => assert.deepStrictEqual({ a: 1 }, { a: 2 }));
  it('hangs', { timeout: 100 }, async () => {
    const open = setInterval(() => {}, 20);
    setTimeout(() => clearInterval(open), 400);
    await new Promise(() => {});
  });
});
test('left out', { skip: true }, () => {});
test('later', { todo: true }, () => { throw new Error('not yet'); });
`;

describe('the test reporter', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'interleave-reporter-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('tells of each test when it starts and how it ended, once it did', async () => {
    const file = path.join(folder, 'cart.test.js');
    const output = path.join(folder, 'events');
    writeFileSync(file, FILE);
    writeFileSync(output, '');
    const events: TestEvent[] = [];
    const following = new TestEvents(output, (event) => events.push(event));
    const reporter = pathToFileURL(path.resolve('dist/testReporter.mjs')).href;
    const args = ['--test', `--test-reporter=${reporter}`, `--test-reporter-destination=${output}`, file];
    // Of a runner around this one nothing may be inherited.
    const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
    await new Promise((resolve) => execFile(process.execPath, args, { env }, resolve));
    following.drain();
    following.dispose();

    const ends = new Map(events.filter(({ type }) => type !== 'start').map((event) => [event.name, event]));
    const types = ['adds', 'differs', 'hangs', 'cart', 'left out', 'later'].map((name) => `${name}: ${ends.get(name)?.type ?? 'nothing'}`);
    assert.deepEqual(types, ['adds: pass', 'differs: fail', 'hangs: fail', 'cart: fail', 'left out: skip', 'later: skip']);
    for (const name of ['adds', 'differs', 'hangs']) {
      const start = events.findIndex((event) => event.name === name && event.type === 'start');
      const end = events.findIndex((event) => event.name === name && event.type !== 'start');
      assert.ok(start !== -1 && start < end, name);
      assert.equal(events[start]?.line, FILE.split('\n').findIndex((line) => line.includes(`'${name}'`)) + 1);
    }
    const differs = ends.get('differs');
    assert.ok(differs?.type === 'fail');
    assert.match(differs.expected ?? '', /a: 2/);
    assert.match(differs.actual ?? '', /a: 1/);
    assert.match(differs.stack, /cart\.test\.js:5/);
    const hangs = ends.get('hangs');
    assert.ok(hangs?.type === 'fail' && isHang(hangs.failure), JSON.stringify(hangs));
    assert.equal(readFileSync(output, 'utf8').trim().split('\n').length, events.length);
  });
});
