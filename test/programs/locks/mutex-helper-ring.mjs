// expect: deadlock.actual 25,34,7 exit 13
// Taken by a helper: told where the code asks for them.
import { setTimeout as later } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

async function holding(lock, work) {
  const release = await lock.acquire();
  try {
    return await work();
  } finally {
    release();
  }
}

const crew = new Mutex();
const ship = new Mutex();
const log = [];

async function board(name) {
  await holding(crew, async () => {
    await later(1);
    log.push(name);
    // The ship after the crew.
    await later(1);
    await holding(ship, () => log.push('boarded'));
  });
}

async function sail() {
  await holding(ship, async () => {
    await later(1);
    log.push('anchor');
    // The crew after the ship.
    await holding(crew, () => log.push('sailed'));
  });
}

await Promise.all([board('Ann'), sail()]);
console.log(log.join());
