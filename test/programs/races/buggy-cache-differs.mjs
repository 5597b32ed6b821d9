// expect: race.check-then-act 8,10
import { setTimeout as delay } from 'node:timers/promises';

const prices = new Map();
let asked = 0;

async function price(sku) {
  if (!prices.has(sku)) {
    const value = await lookup(sku);
    prices.set(sku, value);
  }
  return prices.get(sku);
}
async function lookup(sku) {
  await delay(2);
  return sku.length * ++asked;
}
console.log((await Promise.all(['nut', 'nut', 'bolt'].map(price))).join());
