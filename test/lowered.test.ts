// The build writes loops over lists with indices: they do what they did.
import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';

interface Lowered {
  readonly LIST: string;
  lower(code: string): string;
}

const PARTS = [
  'for (const row of [1, 2, 3]) { if (row === 2) continue; out.push(row); }',
  'for (const [i, { id }] of [{ id: 4 }, { id: 5 }].entries()) out.push(i, id);',
  'for (const [name, [first]] of new Map([["a", [6]], ["b", [7]]])) for (const x of new Set([first, first])) out.push(name, x);',
  'const list = [1]; for (const x of list) { out.push(x); if (x < 3) list.push(x + 1); }',
  'outer: for (let x of [1, 2]) { for (const y of "ab") { if (x === 2) break outer; out.push(x, y); } x++; }',
  'const made = []; for (const x of [1, 2]) made.push(() => x); out.push(...made.map((fn) => fn()));',
  'const [a, , { b }, [c = 1, d], ...e] = [0, 1, { b: 2 }, [undefined, 4], 5, 6]; out.push(a, b, c, d, e);',
  'const { p, q: [r, s] = [8] } = { p: 7 }, t = s; out.push(p, r, s, t);',
  'const some = [1, 2]; out.push([0, ...some, 3, ...new Set(some)], [...some, ...some.map((x) => [x, ...some])], [...some]);',
  'let [x, y] = [1, 2]; [x, y] = [y, x]; out.push(x, y);',
];

describe('lowered', () => {
  it('keeps what loops and patterns do, and their lines', async () => {
    // SAFETY: what the module exports.
    const { LIST, lower } = (await import(pathToFileURL(path.resolve('scripts/lib/lowered.mjs')).href)) as Lowered;
    const run = (code: string): unknown =>
      structuredClone(runInNewContext(`(() => { const out = []; ${code}; return out; })()`, { Map, Set }));
    for (const part of PARTS) {
      assert.deepEqual(run(LIST + lower(part)), run(part), part);
      const spread = part.replaceAll(/(?<=[,{[]) /g, '\n');
      assert.equal(lower(spread).split('\n').length, spread.split('\n').length, part);
    }
    assert.ok(!lower(PARTS.join('\n').replaceAll(/^(.*)$/gm, '{ $1 }')).includes(' of '));
  });
});
