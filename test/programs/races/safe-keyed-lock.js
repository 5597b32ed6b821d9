// expect: nothing
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const locks = new Map();
async function withLock(key, fn) {
  const prev = locks.get(key) ?? Promise.resolve();
  let release;
  const mine = new Promise((r) => (release = r));
  locks.set(key, prev.then(() => mine));
  await prev;
  try { return await fn(); } finally { release(); }
}
const stock = { a: 5, b: 5 };
const take = (k) => withLock(k, async () => { const n = stock[k]; await delay(2); stock[k] = n - 1; });
Promise.all([take('a'), take('a'), take('b')]).then(() => { setTimeout(take, 20, 'a'); setTimeout(take, 35, 'a'); setTimeout(() => console.log(stock.a, stock.b), 860); });
