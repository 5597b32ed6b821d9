// expect: nothing
// never: promise.floating
// The hook gives the promise of what it has begun: the next test comes after it.
import assert from 'node:assert';
import { afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Shelf } from './shelf.mjs';

const shelf = new Shelf();

afterEach(() => shelf.clear());

test('keeps a book', async () => {
  await shelf.put('atlas', 3);
  assert.equal(await shelf.count(), 1);
});
test('keeps another', async () => {
  await shelf.put('novel', 1);
  await sleep(80);
  assert.ok((await shelf.count()) >= 0);
});
