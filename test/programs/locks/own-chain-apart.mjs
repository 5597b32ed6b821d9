// expect: lock.order-inversion 29,37 exit 0
// Shelves and boxes are locked in both orders, at times when nobody happens to wait. Each call leaves a promise for the next one, which would wait for it.
import { setTimeout as delay } from 'node:timers/promises';

class Locks {
  #last = new Map();

  async hold(name, work) {
    const before = this.#last.get(name) ?? Promise.resolve();
    let leave;
    const mine = new Promise((resolve) => (leave = resolve));
    this.#last.set(name, mine);
    await before;
    try {
      return await work();
    } finally {
      leave();
      if (this.#last.get(name) === mine) this.#last.delete(name);
    }
  }
}

const locks = new Locks();
const moved = [];

async function fill(shelf, box) {
  return locks.hold(shelf, async () => {
    await delay(2);
    return locks.hold(box, async () => moved.push(`${box} onto ${shelf}`));
  });
}

async function clear(shelf, box) {
  await delay(60);
  return locks.hold(box, async () => {
    await delay(2);
    return locks.hold(shelf, async () => moved.push(`${box} off ${shelf}`));
  });
}

await Promise.all([fill('shelf', 'box'), clear('shelf', 'box')]);
console.log(moved);
