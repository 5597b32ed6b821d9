// expect: promise.floating main.mjs:26
// The till is counted as soon as the sales are thought to be booked; each of them comes to it afterwards.
import { setTimeout as sleep } from 'node:timers/promises';

class Till {
  isOpen = true;
  sales = [];
  refused = [];

  async book(sale) {
    await sleep(8);
    if (this.isOpen) this.sales.push(sale);
    else this.refused.push(sale);
  }

  async count() {
    this.isOpen = false;
    return this.sales.length;
  }
}

async function sell(till, goods) {
  await sleep(1);
  for (const item of goods) {
    const sale = { item, at: Date.now() };
    till.book(sale);
  }
}

async function day(till) {
  await sell(till, ['bread', 'milk', 'jam']);
  return 3;
}

const till = new Till();
const sold = await day(till);
console.log(`${await till.count()} of ${sold}`);
process.on('exit', () => console.log(till.refused.length));
