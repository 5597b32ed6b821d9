// expect: race.check-then-act 21,15
// Two boats may be in the lock of the canal. Each waits until there is room, has its ropes made ready, and only then counts itself in.
import { setTimeout as sleep } from 'node:timers/promises';

class CanalLock {
  boats = 0;
  most = 0;
  depth = 3;

  constructor(room) {
    this.room = room;
  }

  async untilThereIsRoom() {
    while (this.boats >= this.room) await sleep(4);
  }

  async pass(boat) {
    await this.untilThereIsRoom();
    const ropes = await this.makeReady(boat);
    this.boats += 1;
    this.most = Math.max(this.most, this.boats);
    try {
      await sleep(ropes * this.depth);
    } finally {
      this.boats -= 1;
    }
  }

  async makeReady(boat) {
    await sleep(2);
    return boat.length;
  }
}

const lock = new CanalLock(2);
await Promise.all(['Marie', 'Undine', 'Luise', 'Nixe'].map((boat) => lock.pass(boat)));
console.log(lock.most > 2, lock.boats);
