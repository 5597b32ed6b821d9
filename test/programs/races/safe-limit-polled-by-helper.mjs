// expect: nothing
// Two boats may be in the lock of the canal. Each has its ropes made ready, waits until there is room, and is counted in where it finds that.
import { setTimeout as sleep } from 'node:timers/promises';

class CanalLock {
  boats = 0;
  most = 0;
  depth = 3;

  constructor(room) {
    this.room = room;
  }

  async comeIn() {
    while (this.boats >= this.room) await sleep(4);
    this.boats += 1;
  }

  async pass(boat) {
    const ropes = await this.makeReady(boat);
    await this.comeIn();
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
