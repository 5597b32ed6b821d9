// expect: nothing
// What is refused is taken back itself, and nothing else; or nobody adds while it is tried.
import { setTimeout as sleep } from 'node:timers/promises';

class Basket {
  items = new Set(['bread']);
  #checks = 0;

  async add(item) {
    // It is shown at once.
    this.items.add(item);
    try {
      await sleep(item.length);
      this.#checks++;
      if (item.startsWith('!')) throw new RangeError('sold out');
    } catch (error) {
      if (error instanceof RangeError) {
        this.items.delete(item);
      }
      throw error;
    }
  }
}

let filters = [];
function addFilter(filter) {
  filters.push(filter);
}

async function tryFilter(filter) {
  const old = filters.slice();
  addFilter(filter);
  try {
    await sleep(8);
    if (filter.cost > 10) throw new Error('too slow');
  } catch {
    filters = old;
  }
}

const basket = new Basket();
await basket.add('milk');
await Promise.allSettled([basket.add('!a very long name'), basket.add('tea')]);
console.log(basket.items.size);

addFilter({ cost: 1 });
const trying = tryFilter({ cost: 20 });
await trying;
addFilter({ cost: 2 });
addFilter({ cost: 3 });
console.log(filters.length);
