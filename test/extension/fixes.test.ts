import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fixesOf } from '../../src/extension/fixes.ts';
import { Workshop } from '../cli/support.ts';

const PROGRAMS = {
  'race.stale-compound': {
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
  'promise.floating': {
    output: 'done\nlogged 3\n',
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
  },
};

describe('fixesOf', () => {
  let shop: Workshop;
  before(function () {
    shop = new Workshop(this);
  });

  for (const [kind, { source, output }] of Object.entries(PROGRAMS)) {
    it(`repairs ${kind}: the program is silent about it afterwards, and right`, async () => {
      const findings = async (text: string): Promise<{ readonly line: number; readonly column: number }[]> => {
        shop.file('main.js', text);
        const { status } = await shop.run(['run', '--json', 'report.json', '--', process.execPath, 'main.js']);
        assert.equal(status, 0);
        return shop
          .report()
          .findings.filter((finding) => finding.kind === kind)
          .flatMap((finding) => finding.locations.slice(0, 1));
      };
      const [place, ...others] = await findings(source);
      assert.ok(place !== undefined && others.length === 0);
      const lines = source.split('\n');
      const [fix] = fixesOf(kind, lines[place.line - 1] ?? '', place.column - 1);
      assert.ok(fix);
      lines[place.line - 1] = fix.line;
      assert.deepEqual(await findings(lines.join('\n')), []);
      const { stdout } = await shop.run(['run', '--', process.execPath, path.join(shop.folder, 'main.js')]);
      assert.equal(stdout, output);
      assert.ok(fs.existsSync(path.join(shop.folder, 'main.js')));
    });
  }

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
      assert.deepEqual(fixesOf('race.stale-compound', line, line.search(/\S/)), [], line);
    }
    for (const line of ['return log(3);', 'x = log(3);', 'await log(3);', 'new Log(3);', '(log)(3);', 'items.map((x) => log(x));']) {
      assert.deepEqual(fixesOf('promise.floating', line, Math.max(0, line.indexOf('log(x)'))), [], line);
    }
    assert.deepEqual(fixesOf('race.atomicity', 'total += await a();', 0), []);
  });

  it('keeps the operator, the target and the indentation', () => {
    const fixed = (line: string): string | undefined => fixesOf('race.stale-compound', line, line.search(/\S/))[0]?.line;
    assert.equal(
      fixed('\tthis.#sum **= await this.next(1, [2]);'),
      '\t{ const awaited = await this.next(1, [2]); this.#sum **= awaited; }',
    );
    assert.equal(fixed("  byKey['a b'] -= await load(key)"), "  { const awaited = await load(key); byKey['a b'] -= awaited; }");
    assert.equal(fixed('awaited += await f();'), '{ const awaitedValue = await f(); awaited += awaitedValue; }');
  });
});
