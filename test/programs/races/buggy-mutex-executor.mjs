// expect: race.atomicity 14
// The lock is given back before the callback has saved anything.
import { Mutex } from 'async-mutex';

class Sessions {
  rows = new Map();
  load(id) {
    return new Promise((resolve) => {
      setImmediate(() => resolve(JSON.parse(this.rows.get(id) ?? '[]')));
    });
  }
  save(id, items) {
    setTimeout(() => {
      this.rows.set(id, JSON.stringify(items));
    }, 4);
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
    sessions.save(id, items);
  });
}

await Promise.all([add('a', 1), add('a', 2)]);
setTimeout(() => console.log(sessions.rows.size), 100);
