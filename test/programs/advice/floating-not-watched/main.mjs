// expect: promise.floating main.mjs:19
// A test does not wait for what it saves, and nobody looks whether that is done: the runner ends the process before.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

class Book {
  rows = [];

  async save(row) {
    await sleep(900);
    this.rows.push(row);
  }
}

test('takes a row', async () => {
  const book = new Book();
  let saved = 0;
  book.save('ada').then(() => {
    saved++;
  });
  await sleep(20);
  assert.deepEqual(book.rows, []);
});

setTimeout(() => process.exit(), 400);
