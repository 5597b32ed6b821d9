// expect: lock.order-inversion 34,16 exit 0
import { setTimeout as later } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

// A mutex for each file, as long as somebody needs it.
class Locks {
  #known = new Map();
  async use(file, work) {
    let lock = this.#known.get(file);
    if (lock === undefined) {
      lock = { mutex: new Mutex(), count: 0 };
      this.#known.set(file, lock);
    }
    lock.count += 1;
    try {
      return await lock.mutex.runExclusive(work);
    } finally {
      lock.count -= 1;
      if (lock.count === 0) this.#known.delete(file);
    }
  }
}

const locks = new Locks();
const sizes = new Map([
  ['a.txt', 3],
  ['b.txt', 5],
]);

// Whichever file comes first is taken first.
async function append(to, from) {
  await locks.use(to, async () => {
    await later(1);
    await locks.use(from, async () => {
      await later(1);
      sizes.set(to, sizes.get(to) + sizes.get(from));
    });
  });
}

await Promise.all([append('a.txt', 'b.txt'), later(300).then(() => append('b.txt', 'a.txt'))]);
console.log([...sizes.values()].join());
