import assert from 'node:assert/strict';
import { mostAtOnce, takenBetween } from '../../src/base/spans.ts';

describe('spans of time', () => {
  const span = (from: number, to: number) => [
    { ns: from, by: 1 },
    { ns: to, by: -1 },
  ];
  it('counts how many there are at once, in any order, and not those that only meet', () => {
    assert.equal(mostAtOnce([]), 0);
    assert.equal(mostAtOnce([...span(5, 9), ...span(0, 5)]), 1);
    assert.equal(mostAtOnce([...span(4, 9), ...span(0, 5), ...span(4, 6)]), 3);
  });
  it('tells how much of a stretch they take', () => {
    const spans = { starts: [10, 30], sums: [5, 15] };
    assert.equal(takenBetween({ starts: [], sums: [] }, 0, 100), 0);
    assert.equal(takenBetween(spans, 0, 100), 15);
    assert.equal(takenBetween(spans, 12, 33), 6);
    assert.equal(takenBetween(spans, 15, 30), 0);
  });
});
