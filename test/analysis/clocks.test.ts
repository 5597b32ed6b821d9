/** Order by chain clocks is the same as order by graph search. */
import assert from 'node:assert/strict';
import { ChainClocks } from '../../src/analysis/order/clocks.ts';
import { random, rounds } from '../support/random.ts';

function ancestors(predecessors: readonly (readonly number[])[]): Set<number>[] {
  const result: Set<number>[] = [];
  for (const [node, list] of predecessors.entries()) {
    const set = new Set<number>([node]);
    for (const p of list) for (const a of result[p] ?? []) set.add(a);
    result.push(set);
  }
  return result;
}

describe('ChainClocks', () => {
  it('agrees with graph search on random partial orders', () => {
    for (let seed = 1; seed <= rounds(120); seed++) {
      const next = random(seed);
      const count = 2 + Math.floor(next() * 120);
      const predecessors: number[][] = [];
      const clocks = new ChainClocks(4);
      for (let node = 0; node < count; node++) {
        const list: number[] = [];
        const wanted = Math.floor(next() * 4);
        for (let i = 0; i < wanted && node > 0; i++) {
          list.push(next() < 0.6 ? Math.max(0, node - 1 - Math.floor(next() * 6)) : Math.floor(next() * node));
        }
        predecessors.push(list);
        assert.equal(clocks.add(list), node);
      }
      const sets = ancestors(predecessors);
      for (let b = 0; b < count; b++) {
        for (let a = 0; a < count; a++) assert.equal(clocks.isOrdered(a, b), sets[b]?.has(a) ?? false, `seed ${seed}: ${a} before ${b}`);
      }
    }
  });

  it('forgets only towards "ordered"', () => {
    const clocks = new ChainClocks();
    const first = clocks.add([]);
    let last = clocks.add([]);
    for (let i = 0; i < 450_000; i++) last = clocks.add([last]);
    assert.equal(clocks.isOrdered(first, last), true);
    assert.equal(clocks.isOrdered(last, first), false);
  });
});
