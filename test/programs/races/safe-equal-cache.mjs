// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

const prices = new Map();

async function price(sku) {
  if (!prices.has(sku)) {
    const value = await lookup(sku);
    prices.set(sku, value);
  }
  return prices.get(sku);
}
async function lookup(sku) {
  await delay(2);
  return sku.length * 3;
}
console.log((await Promise.all(['nut', 'nut', 'bolt'].map(price))).join());
