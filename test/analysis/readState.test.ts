// Which promise takes over the state of which: rows of numbers that grow, since a loop of promises has millions of them.
import assert from 'node:assert/strict';
import { Adoptions } from '../../src/analysis/waiting/readState.ts';

describe('Adoptions', () => {
  it('knows what each promise took over, the newest one, and nothing of others', () => {
    const adoptions = new Adoptions();
    adoptions.set(7, 0);
    adoptions.set(3, 5);
    adoptions.set(3, 6);
    assert.deepEqual(
      [0, 3, 7, 8].map((taker) => adoptions.get(taker)),
      [undefined, 6, 0, undefined],
    );
    assert.deepEqual([...adoptions.takers()], [3, 7]);
  });

  it('grows, by one or by far', () => {
    const adoptions = new Adoptions();
    const takers = [1023, 1024, 1025, 100_000, 100_001];
    for (const taker of takers) adoptions.set(taker, taker - 1);
    assert.deepEqual([...adoptions.takers()], takers);
    assert.deepEqual(
      takers.map((taker) => adoptions.get(taker)),
      takers.map((taker) => taker - 1),
    );
  });
});
