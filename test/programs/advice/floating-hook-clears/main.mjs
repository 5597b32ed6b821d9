// expect: promise.floating main.mjs:11
// The hook does not give the promise of what it has begun: the shelf is cleared while the next test is using it.
import assert from 'node:assert';
import { afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Shelf } from './shelf.mjs';

const shelf = new Shelf();

afterEach(() => {
  shelf.clear();
});

test('keeps a book', async () => {
  await shelf.put('atlas', 3);
  assert.equal(await shelf.count(), 1);
});
test('keeps another', async () => {
  await shelf.put('novel', 1);
  await sleep(80);
  assert.ok((await shelf.count()) >= 0);
});
