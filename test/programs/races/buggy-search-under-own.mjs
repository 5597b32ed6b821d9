// expect: race.check-then-act 28
// Near twin of safe-search-under-key: each caller has a lock of its own, and all look for the same.
import { Mutex } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';

const rows = [];

async function findOne(slug) {
  await delay(3);
  return rows.find((row) => row.slug === slug);
}

async function insert(row) {
  await delay(3);
  rows.push(row);
  return row;
}

class Client {
  constructor() {
    this.lock = new Mutex();
  }

  ensure(slug) {
    return this.lock.runExclusive(async () => {
      const known = await findOne(slug);
      if (known) return known;
      return insert({ slug });
    });
  }
}

await Promise.all([new Client().ensure('a'), new Client().ensure('a')]);
console.log(rows.length);
