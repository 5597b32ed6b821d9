'use strict';
const assert = require('node:assert');
const { test } = require('node:test');

const waiting = new Map();

// Nobody answers: the one who should take the callback out of the map was never started.
function replyTo(id) {
  return new Promise((resolve) => waiting.set(id, resolve));
}

test('answers', async () => {
  const reply = await replyTo(7);
  assert.ok(reply);
});
