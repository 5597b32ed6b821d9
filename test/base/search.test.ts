// A binary search finds what walking through all of them finds.
import assert from 'node:assert/strict';
import { countBelow, firstWhere, lastAtOrBelow } from '../../src/base/search.ts';
import { random } from '../support/random.ts';

const SEED = Number(process.env['SEARCH_SEED'] ?? Date.now() % 1e6);

describe('a binary search', () => {
  const next = random(SEED);
  const lists = Array.from({ length: 60 }, (_, length) => Array.from({ length }, () => Math.floor(next() * 40)).toSorted((a, b) => a - b));

  it('finds the first of a range for which it holds, or its end', () => {
    for (const list of lists) {
      for (let limit = -1; limit <= 41; limit++) {
        const from = Math.floor(next() * (list.length + 1));
        const to = from + Math.floor(next() * (list.length - from + 1));
        let expected = from;
        while (expected < to && (list[expected] as number) < limit) expected++;
        const found = firstWhere(from, to, (i) => (list[i] as number) >= limit);
        assert.equal(found, expected, `SEARCH_SEED=${SEED}: ${list.join(' ')}, [${from}, ${to}), ${limit}`);
      }
    }
  });

  it('of a range that is empty or ends before it begins gives its beginning', () => {
    for (const to of [5, 3]) {
      const found = firstWhere(5, to, () => assert.fail('asked for nothing'));
      assert.equal(found, 5);
    }
  });

  it('counts the numbers below one, and finds the last that is not above it', () => {
    for (const list of lists) {
      for (let limit = -1; limit <= 41; limit++) {
        const text = `SEARCH_SEED=${SEED}: ${list.join(' ')}, ${limit}`;
        assert.equal(countBelow(list, limit), list.filter((n) => n < limit).length, text);
        assert.equal(
          lastAtOrBelow(list, limit),
          list.findLastIndex((n) => n <= limit),
          text,
        );
      }
    }
  });
});
