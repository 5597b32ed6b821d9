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
  'closures that call each other': `let s={};function build(){${Array.from({ length: 2_000 }, (_, i) => `let l${i}=s.v${i};function g${i}(x){l${i}=${i ? `g${i - 1}(l${i - 1})` : 'x'};s.u${i % 30}=l${i};return l${i}||x}`).join('')}return [${Array.from({ length: 2_000 }, (_, i) => `g${i}`).join()}]}build();`,
  'names that stand for each other': `let left,right;function set(x){left=right||x}function back(x){right=left||x}async function ask(){if(left||right)await 1}`,
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
