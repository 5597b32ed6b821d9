// expect: race.atomicity 16
// What the store looks at is the currency, which does not change with the items.
import { setImmediate as tick } from 'node:timers/promises';

const rows = new Map([['cart', { currency: 'EUR', items: [] }]]);

async function load(id) {
  await tick();
  return structuredClone(rows.get(id));
}

async function save(id, row, currency) {
  await tick();
  const now = rows.get(id);
  if (now.currency !== currency) return false;
  rows.set(id, { ...row, currency });
  return true;
}

async function add(item) {
  for (;;) {
    const cart = await load('cart');
    cart.items.push(item);
    if (await save('cart', cart, cart.currency)) return;
  }
}

await Promise.all(['tea', 'milk', 'sugar', 'cake'].map(add));
console.log(rows.get('cart').items.length > 0);
