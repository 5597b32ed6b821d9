// Sources of a size that bundlers make: what takes the square of their length would not end here.
import assert from 'node:assert/strict';
import { instrumentSource, pairsOf } from './support';

const SIZE = 2 << 20;
const RACE = 'let n=0;async function f(){const v=n;await sleep(1);\nn=v+1}\n';

/** A megabyte and more of one kind, beside code that must be found. */
const TEXTS: Readonly<Record<string, string>> = {
  'one word in a text': `Atomics;const map="${'abcdef0123'.repeat(SIZE / 10)}";`,
  'one word in a comment': `Atomics;//# sourceMappingURL=data:application/json;base64,${'eyJ2'.repeat(SIZE / 4)}\n`,
  'blank lines': 'Atomics;' + '\n'.repeat(SIZE),
  'blanks in a line': `Atomics;a =${' '.repeat(SIZE)}1;`,
  numbers: `new Uint8Array([${'1,'.repeat(SIZE / 2)}]);`,
  functions: 'Atomics;' + Array.from({ length: 10_000 }, (_, i) => `exports.f${i}=()=>exports.f${i >> 1}.call(shared${i % 7});`).join(''),
  listeners: 'Atomics;' + Array.from({ length: 5_000 }, (_, i) => `exports.f${i}=1;bus.on('e',()=>exports.f${i}.g());`).join(''),
  branches: `let s={};async function g(a){${Array.from({ length: 4_000 }, (_, i) => `if(!s.x${i % 20})return;await a();`).join('')}}`,
  'calls of calls': `let s={};function c0(){return s.x}${Array.from({ length: 6_000 }, (_, i) => `function c${i + 1}(a){if(s.x${i}>a)return c${i}(a+s.y${i});s.z${i}=c${i >> 1}(s);return s.y${i}+c${i}()}`).join('')}`,
  'names that stand for each other': `let ns,left,right;function set(x){ns=ns||x;left=right&&x}function back(x){right=left||x}async function ask(){if(ns&&!left)await 1;while(!(left&&right))await 2}`,
  elements: `const table={${Array.from({ length: 20_000 }, (_, i) => `k${i}:function(){return table.k${i}}`).join(',')}};`,
};

describe('transform of large sources', () => {
  for (const [name, text] of Object.entries(TEXTS)) {
    it(`goes on with ${name}`, () => {
      const found = pairsOf(instrumentSource(`${text}\n${RACE}`).table);
      assert.equal(found.length, 1, found.slice(0, 3).join('\n'));
    });
  }
});
