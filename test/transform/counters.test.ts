// Code that a tool for coverage has been at: what it has put there is none of the program's.
import assert from 'node:assert/strict';
import { instrumentSource } from './support';

describe('isCounter', () => {
  const shown = (source: string): string[] => instrumentSource(source).table.sites.map(({ kind, text }) => `${kind} ${text}`);
  const plain = `
    let total = 0;
    async function add(n) { const before = total; await look(n); if (n > 0) total = before + n; }
    exports.add = add;`;
  const counted = (name: string): string => `
    function ${name}() { var all = new Function('return this')(); var kept = all.kept || (all.kept = {}); ${name} = function () { return kept; }; return kept; }
    ${name}();
    let total = (${name}().s[0]++, 0);
    async function add(n) { ${name}().f[0]++; const before = (${name}().s[1]++, total); ${name}().s[2]++; await look(n); ${name}().s[3]++;
      if (n > 0) { ${name}().b[0][0]++; ${name}().s[4]++; total = before + n; } else { ${name}().b[0][1]++; } }
    ${name}().s[5]++;
    exports.add = add;`;

  it('leaves the counters of Istanbul as they are', () => {
    assert.deepEqual(shown(counted('cov_2kud8btcoa')), shown(plain));
    assert.ok(instrumentSource(counted('cov_2kud8btcoa')).code.includes('\n    cov_2kud8btcoa().s[5]++;'));
  });

  it('takes what the program counts itself for its own', () => {
    assert.notDeepEqual(shown(counted('count')), shown(plain));
  });
});
