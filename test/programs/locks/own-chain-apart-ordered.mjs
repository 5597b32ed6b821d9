// expect: none exit 0
// Shelves and boxes are locked in one order, also by who clears them.
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
  return locks.hold(shelf, async () => {
    await delay(2);
    return locks.hold(box, async () => moved.push(`${box} off ${shelf}`));
  });
}

await Promise.all([fill('shelf', 'box'), clear('shelf', 'box')]);
console.log(moved);
