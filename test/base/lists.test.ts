// Lists by key hold what was added, in that order.
import assert from 'node:assert/strict';
import { RowLists, addTo } from '../../src/base/lists.ts';
import { random } from '../support/random.ts';

const SEED = Number(process.env['LISTS_SEED'] ?? Date.now() % 1e6);

describe('lists', () => {
  it('are made with their first value', () => {
    const lists = new Map<string, number[]>();
    for (const [key, value] of [['a', 1] as const, ['b', 2] as const, ['a', 3] as const]) addTo(lists, key, value);
    assert.deepEqual(
      [...lists],
      [
        ['a', [1, 3]],
        ['b', [2]],
      ],
    );
  });

  it('of rows have the rows of their key, in order, and no others', () => {
    const next = random(SEED);
    const keys = Array.from({ length: 200 }, () => Math.floor(next() * 10) - 1);
    const lists = new RowLists(9, keys.length, (row) => keys[row] as number);
    for (let key = 0; key < 9; key++) {
      assert.deepEqual(
        lists.of(key),
        keys.flatMap((each, row) => (each === key ? [row] : [])),
        `LISTS_SEED=${SEED}`,
      );
    }
    assert.deepEqual(lists.of(9), []);
  });
});
