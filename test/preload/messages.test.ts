/** What V8 says of an error quotes the source: the same words with and without the transform. */
import assert from 'node:assert/strict';
import { nodeBinary, versionsToTry } from './adaptersHarness.ts';
import { rawRun } from './rawRun.ts';

/** Names that the programs use; nothing of `churn` runs, it makes them worth watching. */
const PRELUDE = `
const state = { count: 1, map: new Map(), list: [1], plain: {}, inner: { count: 2, undef: undefined }, undef: undefined, nomap: undefined, fn() {} };
let shared = undefined, sharedPlain = {}, sharedNum = 5, sharedUndef, sharedList = [1];
const sharedConst = 1;
const frozen = Object.freeze({ count: 1 }), getter = { get count() { return 1; } };
function f() { return 7; }
function useLate() { return lateShared; }
class Base {}
class Sub extends Base { callSuper() { super.missing(); } }
class Sub2 extends Base { constructor() { this.x = 1; super(); } }
class Box { #p = 1; items = undefined; callMissing() { this.missing(); } callMissingArg() { this.missing(f()); } getItem(k) { return this.items.get(k); } async churn() { const i = this.items; await null; this.items = i; this.missing = undefined; } priv() { this.items.#p; } static brand(o) { return o.#p; } }
// Nothing of this runs; it makes the names worth watching.
async function churn(k) {
  const { count, map, list, plain, inner, undef, nomap, missing, run } = state; await null;
  state.count = count + 1; state.map = map; state.list = list; state.plain = plain; state.inner = inner; state.undef = undef; state.nomap = nomap; state.missing = missing; state.x = run;
  inner.count = state.inner.count; inner.undef = 1; state.inner.undef.count = 1; inner.run = 2; inner.missing = 1;
  const a = shared, b = sharedPlain, c = sharedNum, d = sharedUndef, e = sharedList; await null;
  shared = a; sharedPlain = b; sharedNum = c; sharedUndef = d; sharedList = e; sharedUndef.x = 1; sharedNum.x = 2; lateShared = 1;
  if (!map.has(k)) { await null; map.set(k, 1); state.map.set(k, 1); } if (!shared.get(k)) { await null; shared.set(k, 1); }
  if (!sharedPlain.get(k)) { await null; sharedPlain.set(k, 1); sharedPlain.push(1); } if (!list.includes(k)) { await null; list.push(k); state.list.push(k); }
  if (!state.plain.get(k)) { await null; state.plain.set(k, 1); state.plain.push(k); }
  if (!state.list[k]) { await null; state.list[k] = 1; } if (!sharedList[k]) { await null; sharedList[k] = 2; }
}
`;

/** Each throws, and says the same when it is traced. */
const SAME: readonly string[] = [
  'const { other } = f(undefined).none;',
  'const { other } = await state.undef;',
  'const { other } = await f(undefined).undef;',
  'f(await f()).go();',
  'f(1).then(() => {}).catch(() => {});',
  'const o = new Box(); o.callMissing();',
  'state.missing();',
  'state.count();',
  "state.map.gett('x');",
  "state.nomap.get('x');",
  "const m = state.plain; m.get('a');",
  "new Box().getItem('k');",
  'state.undef.push(1);',
  "shared.get('a');",
  "sharedPlain.get('a');",
  'sharedPlain.push(1);',
  'sharedPlain.set(f(), 1);',
  'sharedNum();',
  'sharedNum.x();',
  'sharedUndef.x;',
  'sharedUndef.x();',
  'sharedUndef.x = 1;',
  'state.undef.y;',
  'state.undef.y = 1;',
  'state.undef.count++;',
  'state.undef.count += f();',
  '++state.undef.count;',
  "state.undef.map.get('a');",
  'return state.inner.undef.count;',
  'const { count } = sharedUndef;',
  '((({ count }) => count))();',
  'const [a] = state.undef;',
  'const [a] = state.count;',
  'const [a] = sharedPlain;',
  'for (const x of state.count) {}',
  'for (const x of sharedNum) {}',
  'for (const x of sharedUndef) {}',
  'for (const x of f()) {}',
  'f(...state.count);',
  'f(...sharedNum);',
  'new state.count();',
  'new sharedNum();',
  'new state.inner.count(1);',
  'new sharedNum(f());',
  'new Map(state.count);',
  'new Promise(state.count);',
  'late; let late = 1; (() => late)();',
  'const c = 1; c = 2;',
  'sharedConst = 5;',
  'sharedConst += 5;',
  'sharedConst++;',
  'undeclared;',
  'undeclaredFn(1);',
  'undeclared.count;',
  'f()();',
  "state.map.get('nope').run();",
  'sharedList[sharedNum]();',
  'state.list[9].run();',
  'sharedList.forEach(state.count);',
  'state.missing(f());',
  'new Box().callMissingArg();',
  'new Box().priv();',
  'Box.brand({});',
  'new Sub().callSuper();',
  'new Sub2();',
  "'count' in state.count;",
  "'count' in state.undef;",
  'state instanceof state.count;',
  'state instanceof sharedPlain;',
  "'use strict'; frozen.count = 1;",
  "'use strict'; getter.count = 1;",
  "'use strict'; delete frozen.count;",
  "`${Symbol('x')}`;",
  'state.count + 1n;',
  'sharedNum * 1n;',
  'state?.undef.count;',
  'state.count`x`;',
  'sharedNum`x`;',
  'function* g() { yield* state.count; } [...g()];',
  'null.toString();',
  '(void 0).count;',
  'class X extends state.count {}',
  "JSON.parse('{');",
  'new Array(-1);',
  'const [[k]] = state.list;',
  'const { inner: { undef: { x } } } = state;',
  '(function ({ a } = state.undef) {})();',
  'state.count.then(() => {});',
  'state.undef.then(() => {});',
  'f().catch(() => {});',
  '(await state.undef).x;',
  '(await f())();',
  'await sharedNum();',
  'await state.missing();',
  'for await (const x of sharedUndef) {}',
  'state.undef[state.count];',
  'state[sharedNum]();',
  'sharedUndef[0];',
  'sharedUndef[0] = 1;',
  'state.undef.count ??= 1;',
  'sharedUndef.count ||= f();',
  'state.list.missing();',
  'state.inner.count();',
  'state.plain.push(1);',
  "state.plain.set('k', f());",
  'const { count } = state.undef;',
  'const { count, map } = null;',
  'const { x } = await state.undef;',
  'let count; ({ count } = state.undef);',
  '[...state.undef];',
  '[...sharedUndef];',
  'f().x();',
  "state.map.get('fn')();",
  'state.list[0]();',
  'sharedList[0].run();',
  'state.inner.missing(f(), 1);',
  'state?.count();',
  'state.inner?.missing();',
  '(await state.inner).missing();',
  'await state.inner.missing(state.count);',
  'for await (const x of state.count) {}',
  'state.fn.call.missing();',
  'new (f())();',
  'new (f())(f());',
  'new (f());',
  'new state.inner.count();',
  "new (state.map.get('x'))(f());",
  'new f`1`;',
  'new state.inner.fn`1`.zip(f());',
  'new (state.undef ?? f())(f());',
  'new (f(), f())();',
  '(state.inner.missing || state.inner.zap)();',
  'state.inner.count?.();',
  'f(...state.inner.undef);',
  'for await (const x of f(state)) {}',
  'const { x: y } = state.inner.undef, z = await 1;',
  'f()`x`;',
];

/** Each throws, too; message and place are looked at by way of the stack. */
const PLACED: readonly string[] = [
  'new Map([[1, state.undef.x]]);',
  'sharedList.map((x) => x.y.z)[0];',
  'const r = state.inner.undef.count; return r;',
  'if (state.inner.undef.count) return;',
  "return state.inner['undef'].count;",
  'return state . inner . undef . count;',
  'f(state.inner.undef.count, 1);',
  'const q = { a: state.inner.undef.count };',
  'state.inner.undef.count = f();',
  'state.inner.undef.count -= await f();',
  "state['undef'].count++;",
  'state.list[5].count++;',
  'await state.inner.undef.count();',
  'for (const k of state.inner.missing) ;',
  'const { count, ...more } = state.inner.undef;',
  'const [p, { count }] = [1, state.undef];',
  'function par({ count }) { return count; } par(state.undef);',
  'const fn2 = async ({ count }) => { await null; return count; }; await fn2(state.undef);',
  '(await f()).then.count.x;',
  "state.map.get('k').count.x;",
  "state.map.get('k').missing();",
  'state.map.missing().count;',
  'new (state.inner.undef)();',
  'new state.inner.count(f());',
  'this.state.inner.run();',
  '`${state.inner.undef.count}`;',
  'state.list.find((x) => x.count.y.z);',
  'try { state.inner.undef.count; } finally { await null; }',
  'const t = state.inner.missing ?? state.inner.undef.count;',
  'return !state.inner.undef.count;',
  'return -state.inner.undef.count;',
  'return typeof state.inner.undef.count;',
  'return [1, state.inner.missing(2)];',
  'return state.inner.missing``;',
  'switch (state.inner.undef.count) {}',
  'while (state.inner.missing()) ;',
  'state.inner.missing(...state.list);',
  'state.inner.missing(() => 1).then((x) => x);',
  '(state.inner).missing();',
  'state.inner.missing.call(1);',
  '({ ...state.inner.undef.count });',
  'const { [state.inner.undef.count]: z9 } = {};',
  'sharedUndef.x ??= await f();',
  'sharedUndef.x.y ||= 1;',
  'sharedUndef[f()].x;',
  'state.plain.x.y = sharedNum++;',
  'for (const { count } of [state.undef]) ;',
  'for (state.undef.count of [1]) ;',
  'for (const k in state.undef.count) ;',
  '[state.undef.count] = [1];',
  '({ a: state.undef.count } = { a: 1 });',
  'throw state.undef.count;',
  'const cls = class { x = state.undef.count; }; new cls();',
  'const cls2 = class { static x = state.undef.missing(); };',
  'state.inner\n    .undef\n    .count;',
  'state\n    .inner\n    .missing();',
  'yielded(); function* yielded2() { yield state.undef.count; } function yielded() { [...yielded2()]; }',
];

/** Whose place or name is not V8's in the stack either. */
const MISPLACED: ReadonlySet<string> = new Set([
  // V8 has no place for `delete` and takes what it saw last.
  "'use strict'; delete frozen.count;",
]);

const SHOW_MESSAGE = 'console.log(body + " | " + e.name + ": " + e.message);';
/** The first line of the stack, and of its frames. */
const SHOW_STACK =
  'const lines = e.stack.split("\\n"); console.log(body + " | " + lines[0] + lines.find((l) => l.startsWith("    at ")) + lines.length);';

function programOf(bodies: readonly string[], show = SHOW_MESSAGE): string {
  const list = bodies.map((body) => `all.push([${JSON.stringify(body)}, async () => {\n  ${body}\n}]);`);
  return `${PRELUDE}
const all = [];
${list.join('\n')}
(async () => { for (const [body, run] of all) { try { await run(); console.log(body + ' | nothing'); } catch (e) { ${show} } } })();
let lateShared = 3;`;
}

describe('messages of errors', function () {
  this.timeout(60_000);
  const bodies = SAME;
  for (const version of versionsToTry([20, 22, 24, 26])) {
    it(`are those of the program itself on Node ${version}`, async () => {
      const node = await nodeBinary(version);
      const plain = rawRun(node, programOf(bodies), [], false).stdout.split('\n');
      const traced = rawRun(node, programOf(bodies), []).stdout.split('\n');
      assert.equal(plain.length, bodies.length + 1);
      assert.deepEqual(
        plain.filter((line) => line.endsWith('| nothing')),
        [],
      );
      assert.deepEqual(traced, plain);
    });
  }

  for (const version of versionsToTry([20, 22, 24, 26])) {
    it(`and places are those of the program in stacks on Node ${version}`, async () => {
      const node = await nodeBinary(version);
      const program = programOf(
        [...bodies, ...PLACED].filter((body) => !MISPLACED.has(body)),
        SHOW_STACK,
      );
      assert.equal(rawRun(node, program, []).stdout, rawRun(node, program, [], false).stdout);
    });
  }

  it('are right wherever they are looked at', async () => {
    const source = `
      const state = { inner: {}, count: 0 };
      async function churn() { const { inner } = state; await null; state.inner = inner; state.inner.zip = state.count++; state.inner.zip = undefined; }
      const fail = async () => { await null; state.inner.zip(); };
      function handle(error) { console.log('by name', error.message); }
      const handled = (err) => \`value \${err}\`;
      (async () => {
        await churn();
        fail().catch((e) => console.log('catch', e.message));
        fail().then(null, (why) => console.log('then', String(why)));
        fail().catch(async function (problem) { 'use strict'; await null; console.log('async', problem.message); });
        await fail().catch(handle);
        console.log(await fail().catch(handled));
        const [result] = await Promise.allSettled([fail()]);
        console.log('settled', result.reason.message);
        const kept = await fail().catch((x) => x);
        console.log('kept', kept.message);
        try { state.inner.zip(); } catch (e) { console.log('caught', \`\${e}\`); }
        const lastError = await fail().then(null, Object);
        console.log('named', lastError.message.length, lastError.message);
        process.on('uncaughtException', (x) => console.log('uncaught', x.message));
        setTimeout(() => state.inner.zip());
      })();`;
    const node = await nodeBinary(20);
    const plain = rawRun(node, source, [], false);
    assert.equal(plain.stdout.split('\n').length, 11);
    assert.equal(rawRun(node, source, []).stdout, plain.stdout);
  });

  it('come without a second run of a getter or a call', async () => {
    const source = `
      let gets = 0, calls = 0;
      const o = { get m() { gets++; return () => 1; }, get list() { gets++; return [1]; }, get map() { gets++; return new Map([[1, 2]]); }, set m(v) {}, set list(v) {}, set map(v) {} };
      const make = () => { calls++; return o; };
      async function churn(k) { const { m, list, map } = o; await null; o.m = m; o.list = list; o.map = map; if (!o.map.has(k)) { await null; o.map.set(k, 1); } o.list.push(k); }
      (async () => { o.m(); o.m(make()); o.list.push(2); o.map.get(1); for (const x of o.list) calls += x - x; const [a] = o.list; const { m } = o; make().m(); make().list.at(); make(o.m()).map.get(make().m()); o?.m(); await o.m(); for await (const y of o.list); await churn(1); console.log(gets, calls); })();`;
    const node = await nodeBinary(20);
    const plain = rawRun(node, source, [], false);
    assert.match(plain.stdout, /^\d+ \d+\n$/);
    assert.equal(rawRun(node, source, []).stdout, plain.stdout);
  });
});
