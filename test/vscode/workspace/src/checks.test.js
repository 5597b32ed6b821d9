const assert = require('node:assert/strict');
const { describe, it, test } = require('node:test');

function replyTo(question) {
  // Nobody answers while the connection stays open.
  const connection = setInterval(() => {}, 50);
  setTimeout(() => clearInterval(connection), 3000);
  return new Promise(() => question);
}

describe('cart', () => {
  it('adds (1 + 1)', () => {
    assert.equal(1 + 1, 2);
  });

  it('subtracts', () => {
    assert.equal(3 - 1, 1);
  });

  it('asks the shop', { timeout: 500 }, async () => {
    await replyTo('open?');
  });
});

for (const n of [1, 2]) {
  test(`doubles ${n}`, () => assert.equal(n * 2, n + n));
}

test('whole', async (t) => {
  await t.test('part', () => {});
});
