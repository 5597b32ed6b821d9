import { expect, test } from 'vitest';
import { read, withdraw } from '../src/account.js';
import { read as lockedRead, withdraw as lockedWithdraw } from '../src/fixed.js';
import { take } from '../src/typed';

test('takes', async () => {
  const who = { owner: 'me' };
  await Promise.all([take(who, 1), take(who, 2)]);
  expect(take.toString()).toContain('stock = before - n;');
});

test('with a lock', async () => {
  await Promise.all([withdraw(1), withdraw(2)]);
  await Promise.all([lockedWithdraw(1), lockedWithdraw(2)]);
  expect([read() < 100, lockedRead()]).toEqual([true, 97]);
});
test('fails', async () => { const x: number = 1; expect(x).toBe(2); });
