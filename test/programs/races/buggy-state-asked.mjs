// expect: race.check-then-act 8 ; race.check-then-act 15 ; race.check-then-act 22 ; race.check-then-act 25
// The whole object is replaced, and with it the property that was asked for.
import { setTimeout as delay } from 'node:timers/promises';
let stock = { left: 1, name: 'pen' };
async function buy() {
  if (stock.left < 1) throw new Error('sold out');
  await delay(5);
  stock = { ...stock, left: stock.left - 1 };
}
const rows = new Map([['pen', { id: 'pen', left: 1 }]]);
async function take(id) {
  const { left } = rows.get(id);
  if (left < 1) return;
  await delay(5);
  rows.set(id, { ...rows.get(id), left: rows.get(id).left - 1 });
}
let shop = { open: true, sold: 0 };
async function close() {
  const { open } = shop;
  if (!open) return;
  await delay(5);
  shop = Object.assign({}, shop, { open: false, sold: shop.sold + 1 });
}
let state = { free: 1, users: 0 };
const store = { get: () => state, set: (patch) => (state = { ...state, ...patch }) };
async function enter() {
  if (store.get().free < 1) return;
  await delay(5);
  store.set({ free: store.get().free - 1 });
}
await Promise.allSettled([buy(), buy(), take('pen'), take('pen'), close(), close(), enter(), enter()]);
console.log(stock.left, rows.get('pen'), shop, state);
