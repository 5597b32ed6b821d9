// expect: none exit 0
'use strict';
const { createPool } = require('generic-pool');
const { setTimeout: sleep } = require('node:timers/promises');

/** A session of a data base keeps its open transaction in itself: only who has it from the pool uses it. */
class Session {
  #changes = null;
  commits = 0;

  async begin() {
    await sleep(2);
    this.#changes = [];
  }

  async put(row) {
    await sleep(1);
    this.#changes.push(row);
  }

  async commit() {
    const commits = this.commits;
    await sleep(2);
    const count = this.#changes.length;
    this.commits = commits + 1;
    this.#changes = null;
    return count;
  }
}

const pool = createPool(
  { create: async () => new Session(), destroy: async () => {} },
  { max: 2, acquireTimeoutMillis: 3000 },
);

async function save(row, after) {
  await sleep(after);
  const session = await pool.acquire();
  try {
    await session.begin();
    await session.put(row);
    return await session.commit();
  } finally {
    await pool.release(session);
  }
}

async function main() {
  const counts = await Promise.all([save('a', 0), save('b', 3), save('c', 7), save('d', 12), save('e', 40)]);
  console.log(counts.join(' '));
  await pool.drain();
  await pool.clear();
}

main();
