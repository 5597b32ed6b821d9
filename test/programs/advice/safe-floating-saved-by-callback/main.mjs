// expect: nothing
// A store gives a promise and calls back as well: the test takes the callback for the end, and what the store puts in order afterwards is nothing to the next one.
import assert from 'node:assert';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const queues = new Map();

async function save(name, text, done) {
  const queue = queues.get(name) ?? [];
  queues.set(name, queue);
  queue.push(text);
  await sleep(5);
  done(null, text);
  await sleep(10);
  queue.shift();
}

test('saves a page', { timeout: 5000 }, (t, done) => {
  save('page', 'first', (error) => done(error));
});

test('saves it again', { timeout: 5000 }, (t, done) => {
  save('page', 'second', (error, text) => {
    assert.strictEqual(text, 'second');
    done(error);
  });
  assert.ok(queues.get('page').length > 0);
});
