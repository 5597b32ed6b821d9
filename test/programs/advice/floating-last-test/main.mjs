// expect: promise.floating main.mjs:21
// The last test does not wait for what is sent, and the program is ended by itself before that is done.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

class Post {
  sent = [];

  async send(letter) {
    await sleep(letter.slow ? 900 : 20);
    this.sent.push(letter);
  }

  async sendAll(letters) {
    for (const letter of letters) await this.send(letter);
  }

  later(letters) {
    const rest = letters.slice(1);
    this.sendAll(rest).then(() => console.log('sent'));
    return letters.length;
  }
}

test('sends one', async () => {
  const post = new Post();
  await post.send({});
  assert.equal(post.sent.length, 1);
});

test('sends many', async () => {
  const post = new Post();
  assert.equal(post.later([{}, { slow: true }]), 2);
  await sleep(60);
  assert.equal(post.sent.length, 0);
});

setTimeout(() => process.exit(), 400);
