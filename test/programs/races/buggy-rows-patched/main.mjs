// expect: race.atomicity main.mjs:9,rows.mjs:16,rows.mjs:9 ; race.atomicity main.mjs:14,rows.mjs:26,rows.mjs:20
// Rows that a function copies, and another one changes by the names that it is given.
import { setImmediate as turn } from 'node:timers/promises';
import { accounts, products } from './rows.mjs';

async function sell(id, count) {
  const product = await products.find(id);
  if (product.stock < count) throw new Error('sold out');
  await products.update(id, { stock: product.stock - count, soldAt: 'now' });
}
async function pay(id, amount) {
  const { balance } = await accounts.find(id);
  await turn();
  await accounts.update(id, { balance: balance - amount });
}

await Promise.all([sell('p1', 1), sell('p1', 2)]);
await Promise.all([pay('a', 10), pay('a', 20)]);
console.log((await products.find('p1')).stock, (await accounts.find('a')).balance);
