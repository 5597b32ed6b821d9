// expect: race.order.use-after-close 13,23 ; race.order.use-after-close 34,38 node 24
// What the block has taken for its use is closed when it returns a promise, and not when that is settled.
import { setTimeout as delay } from 'node:timers/promises';

class Shelf {
  open = true;
  static async enter() {
    await delay(2);
    return new Shelf();
  }
  async take(name) {
    await delay(5);
    if (!this.open) throw new Error('the shelf is closed');
    return name;
  }
  async [Symbol.asyncDispose]() {
    await delay(1);
    this.close();
  }
  close() {
    // Nobody takes anything out of it any more.
    console.log('closed');
    this.open = false;
  }
}

class Ladder {
  disposed = false;
  constructor() {
    Object.defineProperty(this, 'height', { value: 3 });
  }
  async climb(step) {
    await delay(3);
    if (this.disposed) throw new Error('the ladder has been put away');
    return step < this.height;
  }
  [Symbol.dispose]() {
    this.disposed = true;
  }
}

async function fetchBook(name) {
  await using shelf = await Shelf.enter();
  return shelf.take(name);
}

async function reach(step) {
  using ladder = new Ladder();
  return ladder.climb(step);
}

const all = await Promise.allSettled([fetchBook('atlas'), reach(2)]);
console.log(all.map(({ status }) => status).join(' '));
