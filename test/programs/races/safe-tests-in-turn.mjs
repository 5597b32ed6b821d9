// expect: nothing
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

const stock = { count: 9 };
async function take(n) {
  const left = stock.count;
  await delay(5);
  stock.count = left - n;
  return stock.count;
}

describe('stock', { concurrency: false }, () => {
  it('takes two', async () => assert.ok((await take(2)) >= 0));
  it('takes three', async () => assert.ok((await take(3)) >= 0));
});
