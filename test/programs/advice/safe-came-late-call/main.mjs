// expect: promise.floating@info main.mjs:27
// Whoever closes the till has waited until each sale has said that it is booked.
import { setTimeout as sleep } from 'node:timers/promises';

class Till {
  isOpen = true;
  sales = [];
  refused = [];

  async book(sale, booked) {
    await sleep(8);
    if (this.isOpen) this.sales.push(sale);
    else this.refused.push(sale);
    booked.resolve();
  }

  async count() {
    this.isOpen = false;
    return this.sales.length;
  }
}

async function sell(till, goods, booked) {
  await sleep(1);
  for (const [i, item] of goods.entries()) {
    const sale = { item, at: Date.now() };
    till.book(sale, booked[i]);
  }
}

const deferred = () => {
  let resolve;
  const promise = new Promise((r) => (resolve = r));
  return { promise, resolve };
};

const till = new Till();
const booked = [deferred(), deferred()];
await sell(till, ['bread', 'milk'], booked);
await Promise.all(booked.map(({ promise }) => promise));
console.log(await till.count());
process.on('exit', () => console.log(till.refused.length));
