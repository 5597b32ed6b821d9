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

  /** Requests that fork, wait for some before them and end in leaves that nobody goes on with: more chains than are remembered. */
  function checkForgetting(clocks: ChainClocks, seed: number, requests: number): void {
    const next = random(seed);
    const predecessors: number[][] = [];
    const add = (...list: number[]): number => {
      predecessors.push(list);
      return clocks.add(list);
    };
    const ends = [add()];
    for (let i = 0; i < requests; i++) {
      const from = next() < 0.3 ? [] : [ends.at(-1) ?? 0];
      if (next() < 0.5) from.push(ends[Math.floor(next() * ends.length)] ?? 0);
      const root = add(...from);
      const forks = Array.from({ length: Math.floor(next() * 4) }, () => add(root));
      ends.push(add(root, ...forks.slice(1)));
    }
    const sets = ancestors(predecessors);
    const count = predecessors.length;
    let exact = 0;
    for (let i = 0; i < 20_000; i++) {
      const b = Math.floor(next() * count);
      const a = Math.max(0, b - Math.floor(next() * (i % 2 === 0 ? 100 : count)));
      const isOrdered = sets[b]?.has(a) ?? false;
      if (isOrdered) assert.ok(clocks.isOrdered(a, b), `seed ${seed}: ${a} before ${b}`);
      else if (!clocks.isOrdered(a, b)) exact++;
    }
    assert.ok(exact > 4000, `seed ${seed}: of 20 000 pairs only ${exact} are still known to be unordered`);
  }

  it('forgets only towards "ordered" where there are more chains than it remembers', () => {
    for (let seed = 1; seed <= rounds(4); seed++) checkForgetting(new ChainClocks(), seed, 1500);
  });

  it('forgets only towards "ordered" where its clocks take too much room', () => {
    for (let seed = 1; seed <= rounds(4); seed++) checkForgetting(new ChainClocks(1024, 20_000), seed, 700);
  });

  it('forgets only towards "ordered" what was long ago', () => {
    const clocks = new ChainClocks();
    const first = clocks.add([]);
    let last = clocks.add([]);
    for (let i = 0; i < 450_000; i++) last = clocks.add([last]);
    assert.equal(clocks.isOrdered(first, last), true);
    assert.equal(clocks.isOrdered(last, first), false);
  });
});
