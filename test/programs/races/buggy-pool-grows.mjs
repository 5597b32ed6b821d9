// expect: race.check-then-act 25
// A fleet buys a van where there is none: as many as come before the first one is there.
import { setTimeout as delay } from 'node:timers/promises';

class Fleet {
  free = [];
  out = [];

  take() {
    if (this.isEmpty()) return this.buy();
    return Promise.resolve(this.free[0]);
  }

  isEmpty() {
    return this.free.length === 0;
  }

  hasRoom() {
    return this.out.length < 3;
  }

  buy() {
    if (!this.hasRoom()) return Promise.resolve(undefined);
    return delay(3).then(() => {
      this.free.push({ trips: 0 });
      return this.free[0];
    });
  }
}

const fleet = new Fleet();
async function deliver(ms) {
  await delay(ms);
  const van = await fleet.take();
  van.trips++;
}
await Promise.all([0, 0, 1, 8].map(deliver));
console.log(fleet.free.length > 0);
