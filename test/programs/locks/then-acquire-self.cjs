// expect: lock.self-deadlock 9 exit 0
const { Mutex } = require('async-mutex');
const { setTimeout: sleep } = require('node:timers/promises');

const stock = new Mutex();
const counts = new Map([['nut', 4]]);

function take(item, count) {
  return stock.acquire().then((release) => {
    counts.set(item, counts.get(item) - count);
    release();
  });
}

/** Asks for the lock that it has, through take(). */
function swap(item, other) {
  return stock.acquire().then((release) =>
    sleep(3)
      .then(() => take(item, 1))
      .then(() => counts.set(other, 1))
      .finally(release),
  );
}

swap('nut', 'bolt').then(() => console.log(counts.size));
