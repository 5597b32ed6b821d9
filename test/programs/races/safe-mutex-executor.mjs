// expect: nothing
// What is done in callbacks is done under the lock of whoever waits for them.
import { Mutex } from 'async-mutex';

class Sessions {
  rows = new Map();
  load(id) {
    return new Promise((resolve) => {
      setImmediate(() => resolve(JSON.parse(this.rows.get(id) ?? '[]')));
    });
  }
  save(id, items) {
    return new Promise((resolve) => {
      setTimeout(() => {
        this.rows.set(id, JSON.stringify(items));
        resolve();
      }, 4);
    });
  }
}

const sessions = new Sessions();
const locks = new Map();

function lockOf(id) {
  let lock = locks.get(id);
  if (!lock) locks.set(id, (lock = new Mutex()));
  return lock;
}

async function add(id, item) {
  await lockOf(id).runExclusive(async () => {
    const items = await sessions.load(id);
    items.push(item);
    await sessions.save(id, items);
  });
}

async function addByHand(id, item) {
  const release = await lockOf(id).acquire();
  try {
    const items = await sessions.load(id);
    items.push(item);
    await sessions.save(id, items);
  } finally {
    release();
  }
}

await Promise.all([add('a', 1), add('a', 2), addByHand('a', 3), addByHand('a', 4)]);
console.log((await sessions.load('a')).length);
