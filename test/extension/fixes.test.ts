import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fixesOf } from '../../src/extension/fixes/fixes.ts';
import { Workshop } from '../cli/support.ts';

const MUTEX = JSON.stringify(path.resolve('test/programs/locks/node_modules/async-mutex'));

/** `fix`: the beginning of its title. */
const PROGRAMS: readonly { readonly kind: string; readonly fix: string; readonly output: string; readonly source: string }[] = [
  {
    kind: 'race.stale-compound',
    fix: 'Wait first',
    output: '6\n',
    source: `'use strict';
const cart = { total: 0 };
async function price(n) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return n;
}
async function add(n) {
  cart.total += await price(n);
}
Promise.all([add(1), add(2), add(3)]).then(() => console.log(cart.total));
`,
  },
  ...(['Mark as started', 'Wait for it'] as const).map((fix) => ({
    kind: 'promise.floating',
    fix,
    output: fix === 'Wait for it' ? 'logged 3\ndone\n' : 'done\nlogged 3\n',
    source: `'use strict';
async function log(x) {
  await new Promise((resolve) => setTimeout(resolve, 30));
  console.log('logged', x);
}
async function main() {
  await null;
  log(3);
  console.log('done');
}
main();
`,
  })),
  {
    kind: 'await.sequential',
    fix: 'Wait for all together',
    output: '/user/1 /orders\n',
    source: `'use strict';
const http = require('node:http');
const backend = http.createServer((request, response) => {
  setTimeout(() => response.end(JSON.stringify({ url: request.url })), 100);
});
let base = '';
const api = async (path) => (await fetch(base + path)).json();
async function dashboard(id) {
  const { url } = await api('/user/' + id);
  const orders = await api('/orders');
  return url + ' ' + orders.url;
}
backend.listen(0, '127.0.0.1', async () => {
  base = 'http://127.0.0.1:' + backend.address().port;
  await api('/warm');
  console.log(await dashboard(1));
  backend.close();
  backend.closeAllConnections();
});
`,
  },
  {
    kind: 'lock.not-released',
    fix: 'Release it in any case',
    output: 'stored 1\n',
    source: `'use strict';
const { Mutex } = require(${MUTEX});
const mutex = new Mutex();
async function store(rows) {
  const release = await mutex.acquire();
  await null;
  if (rows.length === 0) return;

  console.log('stored', rows.length);
  release();
}
store([]).then(() => store([1]));
`,
  },
];

describe('fixesOf', () => {
  let shop: Workshop;
  before(function () {
    shop = new Workshop(this);
  });

  for (const { kind, fix: wanted, source, output } of PROGRAMS) {
    it(`repairs ${kind} (${wanted}): the program is silent about it afterwards, and right`, async () => {
      const findings = async (text: string) => {
        shop.file('main.js', text);
        await shop.run(['run', '--json', 'report.json', '--fail-on', 'never', '--', process.execPath, 'main.js']);
        return shop.report().findings.filter((finding) => finding.kind === kind);
      };
      const [finding, ...others] = await findings(source);
      assert.ok(finding !== undefined && others.length === 0);
      const lines = source.split('\n');
      const places = finding.locations.map(({ line, column }) => ({ line: line - 1, column: column - 1 }));
      const fix = fixesOf(kind, lines, places).find((each) => each.title.startsWith(wanted));
      assert.ok(fix);
      lines.splice(fix.line, fix.count, fix.text);
      assert.deepEqual(await findings(lines.join('\n')), []);
      const { stdout } = await shop.run(['run', '--', process.execPath, path.join(shop.folder, 'main.js')]);
      assert.equal(stdout, output);
      assert.ok(fs.existsSync(path.join(shop.folder, 'main.js')));
    });
  }

  const fixedLine = (kind: string, line: string, column = line.search(/\S/)): (string | undefined)[] =>
    fixesOf(kind, [line], [{ line: 0, column }]).map((fix) => fix.text);
  /** The fix of a kind whose title begins so, of a finding at the lines with `// here`. */
  const fixed = (kind: string, title: string, text: string): string | undefined => {
    const lines = text.split('\n');
    const places = lines.flatMap((each, line) => (each.includes('// here') ? [{ line, column: each.search(/\S/) }] : []));
    const plain = lines.map((each) => each.replace(/ ?\/\/ here$/, ''));
    const fix = fixesOf(kind, plain, places).find((each) => each.title.startsWith(title));
    return fix && plain.toSpliced(fix.line, fix.count, fix.text).join('\n');
  };

  it('leaves alone what does not have the shape that it knows', () => {
    for (const line of [
      'total += await a() + await b();',
      'total += (await a()) * 2;',
      'total += await a(); other();',
      'total += await a(`x`);',
      'f().total += await a();',
      'list[next()] += await a();',
      'if (x) total += await a();',
      'total += await a(), b();',
      'total += await a() // why',
      'total += await a(',
      'total += await a("\\"");',
      'total += await a() ?? 0;',
      'total = total + (await a());',
    ]) {
      assert.deepEqual(fixedLine('race.stale-compound', line), [], line);
    }
    for (const line of ['return log(3);', 'x = log(3);', 'await log(3);', 'new Log(3);', '(log)(3);', 'items.map((x) => log(x));']) {
      assert.deepEqual(fixedLine('promise.floating', line, Math.max(0, line.indexOf('log(x)'))), [], line);
    }
    assert.deepEqual(fixedLine('race.atomicity', 'total += await a();'), []);
    assert.deepEqual(fixesOf('promise.floating', [], [{ line: 3, column: 0 }]), []);
    assert.deepEqual(fixesOf('promise.floating', ['log(3);'], []), []);
  });

  it('keeps the operator, the target and the indentation', () => {
    const compound = (line: string): string | undefined => fixedLine('race.stale-compound', line)[0];
    assert.equal(
      compound('\tthis.#sum **= await this.next(1, [2]);'),
      '\t{ const awaited = await this.next(1, [2]); this.#sum **= awaited; }',
    );
    assert.equal(compound("  byKey['a b'] -= await load(key)"), "  { const awaited = await load(key); byKey['a b'] -= awaited; }");
    assert.equal(compound('awaited += await f();'), '{ const awaitedValue = await f(); awaited += awaitedValue; }');
  });

  it('waits only where one can', () => {
    const waits = (text: string): boolean => fixed('promise.floating', 'Wait for it', text)?.includes('await log(3)') === true;
    for (const text of [
      'async function f() {\n  log(3); // here\n}',
      'const f = async (a = {}) => {\n  if (a) {\n    log(3); // here\n  }\n};',
      'const f = async a => {\n  g();\n  log(3) // here\n};',
      'class A {\n  async f(): Promise<void> {\n    log(3); // here\n  }\n}',
      'class A {\n  static async #f<T>(a: T) {\n    log(3); // here\n  }\n}',
      'list.map((x) => x.y);\nasync function* f() {\n  const a = /[{]/;\n  // }\n  log(3); // here\n}',
    ]) {
      assert.ok(waits(text), text);
    }
    for (const text of [
      'log(3); // here',
      'function f() {\n  log(3); // here\n}',
      'async function f() {\n  list.forEach((x) => {\n    log(3); // here\n  });\n}',
      'async function f() {\n  list.forEach(function () {\n    log(3); // here\n  });\n}',
      'async function f() {\n  const g = () =>\n    log(3); // here\n}',
      'async function f() {\n  g(\n    log(3), // here\n  );\n}',
      'async function f() {\n  return { g() {\n    log(3); // here\n  } };\n}',
      'async function f() {\n  const g = x => {\n    log(3); // here\n  };\n}',
      'async function f() {\n  const g = ({ a = () => 1 }) => {\n    log(3); // here\n  };\n}',
      'async function f() {\n  class A {\n    constructor() {\n      log(3); // here\n    }\n  }\n}',
      'async function f() {\n  log(3, { // here\n  });\n}',
      'async function f() {\n  log(3) || g(); // here\n}',
    ]) {
      assert.ok(!waits(text), text);
    }
  });

  it('waits together only for what follows each other and needs nothing of each other', () => {
    const together = (...lines: readonly string[]): string | undefined =>
      fixed('await.sequential', 'Wait for all', lines.map((line) => `  ${line} // here`).join('\n'));
    assert.equal(
      together('const a = await f(1);', 'const { b, c: d } = await g();'),
      '  const [a, { b, c: d }] = await Promise.all([f(1), g()]);',
    );
    assert.equal(
      together('const a = await f();', 'const b = await g();', 'const c = await h();'),
      '  const [a, b, c] = await Promise.all([f(), g(), h()]);',
    );
    for (const lines of [
      ['const a = await f();', 'const b = await g(a);'],
      ['const { a } = await f();', 'const b = await g({ a });'],
      ['let a = await f();', 'const b = await g();'],
      ['const a = await f();', '  const b = await g();'],
      ['const a = (await f()).x;', 'const b = await g();'],
      ['const a = await f();', 'const b = await g() + 1;'],
      ['const a = await f();', 'const b = await g();', 'const c = await h(a);'],
      ['const { a = 1 } = await f();', 'const b = await g();'],
      ['await f();', 'await g();'],
    ]) {
      assert.equal(together(...lines), undefined, lines.join(' '));
    }
    assert.equal(fixed('await.sequential', 'Wait for all', 'const a = await f(); // here\n\nconst b = await g(); // here'), undefined);
  });

  it('releases in any case only what is released once, at the end of its block', () => {
    const released = (...lines: readonly string[]): string | undefined => fixed('lock.not-released', 'Release it', lines.join('\n'));
    assert.equal(
      released('function f() {', '  await pool.lock(); // here', '  g(`x`);', '', '  pool.unlock();', '}'),
      'function f() {\n  await pool.lock();\n  try {\n    g(`x`);\n\n  } finally {\n    pool.unlock();\n  }\n}',
    );
    for (const lines of [
      ['{', '  const r = await m.acquire(); // here', '  if (x) r();', '  r();', '}'],
      ['{', '  const r = await m.acquire(); // here', '  g(r);', '  r();', '}'],
      ['{', '  const r = await m.acquire(); // here', '  g();', '  r();', '  h();', '}'],
      ['{', '  const r = await m.acquire(); // here', '  g();', '  if (x) {', '    r();', '  }', '}'],
      ['{', '  const r = await m.acquire(); // here', '  g(`', '  `);', '  r();', '}'],
      ['{', '  const r = await m.acquire(); // here', '  r();', '}'],
      ['{', '  await m.acquire(); // here', '  if (x) m.release();', '  m.release();', '}'],
      ['{', '  await m.acquire(); // here', '  g();', '  n.release();', '}'],
      ['const r = await m.acquire(); // here', 'g();', 'r();'],
    ]) {
      assert.equal(released(...lines), undefined, lines.join('\n'));
    }
  });
});
