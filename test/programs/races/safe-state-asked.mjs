// expect: nothing
// What was asked for nobody replaces meanwhile, or it is asked for again.
import { setTimeout as delay } from 'node:timers/promises';
let stock = { left: 1, name: 'pen', seen: 0 };
async function look() {
  if (stock.name === '') throw new Error('no name');
  await delay(5);
  stock = { ...stock, seen: stock.seen + 1 };
}
async function buy() {
  await delay(5);
  if (stock.left < 1) throw new Error('sold out');
  stock = { ...stock, left: stock.left - 1 };
}
const rows = new Map([['pen', { id: 'pen', left: 1, seen: 0 }]]);
async function take(id) {
  const { left } = rows.get(id);
  if (left < 1) return;
  await delay(5);
  if (rows.get(id).left < 1) return;
  rows.set(id, { ...rows.get(id), left: rows.get(id).left - 1 });
}
let state = { free: 1, users: 0 };
const store = { get: () => state, set: (patch) => (state = { ...state, ...patch }) };
async function enter() {
  if (store.get().free < 1) return;
  store.set({ free: store.get().free - 1 });
  await delay(5);
  store.set({ users: store.get().users + 1 });
}
await Promise.allSettled([look(), look(), buy(), buy(), take('pen'), take('pen'), enter(), enter()]);
console.log(stock.left, rows.get('pen'), state);
