// expect: race.atomicity 17
// The store looks at the version, and waits before it stores.
import { setImmediate as tick } from 'node:timers/promises';

const rows = new Map([['cart', { version: 1, items: [] }]]);

async function load(id) {
  await tick();
  return structuredClone(rows.get(id));
}

async function save(id, row, expected) {
  await tick();
  const now = rows.get(id);
  if (now.version !== expected) return false;
  await tick();
  rows.set(id, { ...row, version: expected + 1 });
  return true;
}

async function add(item) {
  for (;;) {
    const cart = await load('cart');
    cart.items.push(item);
    if (await save('cart', cart, cart.version)) return;
  }
}

await Promise.all(['tea', 'milk', 'sugar', 'cake'].map(add));
console.log(rows.get('cart').items.length > 0);
