// expect: nothing
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

let stock;
let calls = 0;
async function take(n) {
  const left = stock.count;
  await delay(2);
  if (left < n) return false;
  stock.count = left - n;
  return true;
}

describe('stock', () => {
  beforeEach(async () => {
    await delay(1);
    stock = { count: 3 };
    calls++;
  });
  it('takes', async () => {
    assert.equal(await take(2), true);
    assert.equal(stock.count, 1);
  });
  it('refuses', async () => {
    assert.equal(await take(9), false);
    assert.equal(stock.count, 3);
  });
  it('is reset', async () => {
    assert.equal(await take(3), true);
    assert.ok(calls >= 3);
  });
});
