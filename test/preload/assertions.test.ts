/** A failed `assert(x)` prints the call as the program has it, and stacks name no function of ours. */
import assert from 'node:assert/strict';
import { nodeBinary, versionsToTry } from './adaptersHarness.ts';
import { rawRun } from './rawRun.ts';

const SOURCE = `
const assert = require('assert'), strict = require('node:assert/strict'), { ok } = assert;
const state = { a: 1, map: new Map() };
async function churn() { const a = state.a; await null; state.a = a; if (!state.map.has(a)) { await null; state.map.set(a, 1); } }
function f(x) { return x; }
const tests = [];
tests.push(() => { assert(state.a === 2); });
tests.push(() => { f(1); assert(f(0)); });
tests.push(() => { f(1), assert.ok(state.a === f(2)) });
tests.push(() => { strict(state.map.get(1)); });
tests.push(() => { ok(f(false)); });
tests.push(() => {
  assert.ok(
    // a ) in a comment
    state.a === 3 &&
      f(4)
  );
});
tests.push(() => { assert(); });
tests.push(() => { assert(0, undefined); });
tests.push(() => { assert(0, 'own message'); });
tests.push(() => { assert(0, new RangeError('own error')); });
tests.push(async () => { await null; assert.ok(state.a > 5) });
tests.push(() => { if (state.a) assert(state.a > 7); });
tests.push(() => { assert.ok(typeof f(1) === 'string'); f(2); });
tests.push(() => { assert(f(0), f(undefined)); });
tests.push(() => { assert((f(1), f(0))); });
tests.push(() => { assert.strict.ok(f(0)); });
tests.push(() => { assert.equal(state.a, f(2)); });
tests.push(() => { assert.deepEqual({ a: state.a }, { a: f(2) }); });
tests.push(() => { assert.throws(() => f(1)); });
tests.push(() => { assert(/[)(]/.test(f(\`a\${f('}')}b)\`)) && ')' === f("(") /* ) */); });
tests.push(() => { assert(state.a / 2 > f(3) / 1); });
tests.push(async () => {
  assert(await f(0));
});
(async () => {
  for (const test of tests) {
    try { await test(); } catch (e) { console.log(e.name, e.message, e.generatedMessage, e.stack); }
  }
  await churn();
})();
[() => { f(1); console.log(new Error('name').stack); }].map((g) => g());
const handlers = { open: function () { console.log(f(new Error('open')).stack); }, close: () => { console.log(f(new Error('close')).stack); } };
handlers.open(); handlers.close(); f(1);
state.cb = function () { console.log(f(new Error('cb')).stack); }; state.cb();
`;

describe('failed assertions', function () {
  this.timeout(60_000);
  for (const version of versionsToTry([20, 22, 24, 26])) {
    it(`print what they print without tracing on Node ${version}`, async () => {
      const node = await nodeBinary(version);
      const plain = rawRun(node, SOURCE, [], false);
      const traced = rawRun(node, SOURCE, []);
      assert.ok(plain.stdout.includes('assert(state.a === 2)'));
      assert.equal(traced.stdout, plain.stdout);
      assert.equal(traced.stderr, plain.stderr);
    });
  }
});
