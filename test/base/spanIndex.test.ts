import assert from 'node:assert/strict';
import { type Span, SpanIndex } from '../../src/base/spanIndex.ts';
import { random, rounds } from '../support/random.ts';

describe('which spans contain a point', () => {
  it('finds none among none', () => {
    assert.deepEqual(new SpanIndex([]).at(0), []);
  });

  it('counts both ends as inside', () => {
    const spans = new SpanIndex([
      { from: 2, to: 4, value: 'short' },
      { from: 4, to: Infinity, value: 'open' },
    ]);
    assert.deepEqual(spans.at(1), []);
    assert.deepEqual(spans.at(2), ['short']);
    assert.deepEqual(spans.at(4).toSorted(), ['open', 'short']);
    assert.deepEqual(spans.at(1e9), ['open']);
  });

  it('finds what going through all of them finds', () => {
    for (let seed = 1; seed <= rounds(200); seed++) {
      const next = random(seed);
      const spans = Array.from({ length: Math.floor(next() * 40) }, (_, value): Span<number> => {
        const from = Math.floor(next() * 30);
        return { from, to: next() < 0.1 ? Infinity : from + Math.floor(next() * 10), value };
      });
      const index = new SpanIndex(spans);
      for (let point = -1; point < 45; point++) {
        const expected = spans.filter(({ from, to }) => from <= point && point <= to).map(({ value }) => value);
        const found = index.at(point).toSorted((x, y) => x - y);
        assert.deepEqual(found, expected, `seed ${seed}, point ${point}`);
      }
    }
  });
});
