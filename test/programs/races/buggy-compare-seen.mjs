// expect: race.atomicity 43,42 ; race.atomicity 48,47
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
  // Compared before the wait.
  async advance(year, branch, seen, next) {
    if (numbers[year][branch] !== seen) return false;
    await delay(2);
    numbers[year][branch] = next;
    return true;
  }
}

class StockRepo {
  async left(sku) {
    await delay(2);
    return stock.get(sku);
  }
  // Only what is there already is not stored once more.
  async replace(sku, left) {
    await delay(2);
    const now = stock.get(sku);
    if (now === left) return;
    stock.set(sku, left);
  }
}

const repo = new NumberRepo();
const shelves = new StockRepo();

async function invoice(year, branch) {
  const last = await repo.last(year, branch);
  await repo.advance(year, branch, last, last + 1);
}

async function take(sku, count) {
  const left = await shelves.left(sku);
  await shelves.replace(sku, left - count);
}

await Promise.all([invoice(2024, 'berlin'), invoice(2024, 'paris'), invoice(2025, 'berlin'), invoice(2024, 'berlin')]);
await Promise.all([take('pump', 1), take('valve', 2), take('pump', 3)]);
console.log(Object.values(numbers[2024]).join(' '), [...stock.values()].join(' '));
