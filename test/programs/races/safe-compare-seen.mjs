// expect: nothing
// The repositories store only over what the caller has seen there, whatever that is called.
import { setTimeout as delay } from 'node:timers/promises';

const numbers = { 2024: { berlin: 17, paris: 3 }, 2025: { berlin: 0 } };
const stock = new Map([
  ['pump', 9],
  ['valve', 4],
]);

class NumberRepo {
  async last(year, branch) {
    await delay(2);
    return numbers[year][branch];
  }
  async advance(year, branch, seen, next) {
    await delay(2);
    if (numbers[year][branch] !== seen) return false;
    numbers[year][branch] = next;
    return true;
  }
}

class StockRepo {
  async left(sku) {
    await delay(2);
    return stock.get(sku);
  }
  async replace(sku, old, left) {
    await delay(2);
    const now = stock.get(sku);
    if (now === old) stock.set(sku, left);
    else throw new Error('changed meanwhile');
  }
}

const repo = new NumberRepo();
const shelves = new StockRepo();

async function invoice(year, branch) {
  for (;;) {
    const last = await repo.last(year, branch);
    if (await repo.advance(year, branch, last, last + 1)) return `${year}-${branch}-${last + 1}`;
  }
}

async function take(sku, count) {
  for (;;) {
    const left = await shelves.left(sku);
    try {
      return await shelves.replace(sku, left, left - count);
    } catch {
      await delay(1);
    }
  }
}

const made = await Promise.all([invoice(2024, 'berlin'), invoice(2024, 'paris'), invoice(2025, 'berlin'), invoice(2024, 'berlin')]);
await Promise.all([take('pump', 1), take('valve', 2), take('pump', 3)]);
console.log(made.join(' '), [...stock.values()].join(' '));
