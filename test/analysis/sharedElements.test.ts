/** Runs of elements: whether two have bytes in common, against counting them one by one. */
import assert from 'node:assert/strict';
import { type ElementRun, overlapOf } from '../../src/analysis/shared/sharedElements.ts';
import { random } from '../support/random.ts';

function bytesOf(run: ElementRun): Map<number, number> {
  const bytes = new Map<number, number>();
  for (let i = 0; i < run.count; i++) for (let k = 0; k < run.width; k++) bytes.set(run.from + i * run.stride + k, i);
  return bytes;
}

describe('overlapOf', () => {
  it('tells strided regions apart', () => {
    const even: ElementRun = { from: 0, count: 500, stride: 8, width: 4 };
    assert.equal(overlapOf(even, { from: 4, count: 500, stride: 8, width: 4 }), undefined);
    assert.deepEqual(overlapOf(even, { from: 80, count: 1, stride: 0, width: 4 }), { byte: 80, isMore: false });
    assert.deepEqual(overlapOf(even, { from: 0, count: 1000, stride: 4, width: 4 }), { byte: 0, isMore: true });
    assert.deepEqual(overlapOf(even, { from: 80, count: 1, stride: 0, width: 8 }), { byte: 80, isMore: false });
    assert.equal(overlapOf(even, { from: 4000, count: 1, stride: 0, width: 4 }), undefined);
  });

  it('agrees with counting bytes', () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
    const next = random(seed);
    const int = (n: number): number => Math.floor(next() * n);
    const run = (): ElementRun => {
      const width = [1, 2, 4, 8][int(4)] as number;
      const count = 1 + int(20);
      const stride = count === 1 ? 0 : width * (1 + int(5));
      return { from: width * int(30), count, stride, width };
    };
    for (let i = 0; i < 20_000; i++) {
      const [a, b] = [run(), run()];
      const theirs = bytesOf(b);
      const common = [...bytesOf(a).keys()].filter((byte) => theirs.has(byte));
      const found = overlapOf(a, b);
      const text = `seed ${seed}: ${JSON.stringify({ a, b, found })}`;
      assert.equal(found !== undefined, common.length > 0, text);
      if (found === undefined) continue;
      assert.ok(common.includes(found.byte), text);
      const elements = new Set(common.map((byte) => `${bytesOf(a).get(byte)},${theirs.get(byte)}`));
      // One element of each means one conflict; a wide one over several narrow ones is more.
      assert.equal(found.isMore, elements.size > 1, text);
    }
  });
});
