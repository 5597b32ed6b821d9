// expect: deadlock.actual 11 exit 0
const { Mutex } = require('async-mutex');
const { setTimeout: sleep } = require('node:timers/promises');

const seats = new Mutex();
const meals = new Mutex();

function book(first, second, name) {
  return first.acquire().then((releaseFirst) =>
    sleep(4)
      .then(() => second.acquire())
      .then((releaseSecond) => {
        console.log('booked', name);
        releaseSecond();
        releaseFirst();
      }),
  );
}

/** The chains belong to no function of their own: main only waits for both. */
async function main() {
  await Promise.all([book(seats, meals, 'Ada'), book(meals, seats, 'Bob')]);
  console.log('done');
}
main();
