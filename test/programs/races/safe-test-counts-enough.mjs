// expect: nothing
// A test counts until it has seen enough, and looks once more after each answer: what it does not need of its own doing is no race of anybody's.
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

test('gets what it sends', async () => {
  const line = new EventEmitter();
  const seen = [];
  let sent = 0;
  const sendNext = async () => {
    if (sent < 6) {
      await sleep(20);
      sent += 1;
      line.emit('message', sent);
    }
  };
  line.on('message', (n) => {
    seen.push(n);
    void sendNext();
  });
  await Promise.all([sendNext(), sendNext()]);
  await sleep(300);
  assert.ok(seen.length >= 6);
});
