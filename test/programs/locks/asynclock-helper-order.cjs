// expect: lock.order-inversion 16,30,8 exit 0
// Taken by a helper of one line, which gives on the promise of the lock: told where the code asks for them.
const AsyncLock = require('async-lock');

const locks = new AsyncLock();
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const seats = { hall: 4, attic: 2 };
const inRoom = (name, work) => locks.acquire(`room ${name}`, work);

async function swap(from, to) {
  return inRoom(from, async () => {
    await later(2);
    const left = seats[from] - 1;
    if (left < 0) return false;
    // The other room after the own.
    return inRoom(to, async () => {
      await later(1);
      seats[from] = left;
      seats[to] += 1;
      // A note of both, a little later.
      await later(1);
      return true;
    });
  });
}

async function close(first, second) {
  await inRoom(first, async () => {
    await later(1);
    await inRoom(second, () => console.log(seats[first] + seats[second]));
  });
}

Promise.all([swap('hall', 'attic'), later(150).then(() => close('attic', 'hall'))]).then(([done]) => console.log(done));
