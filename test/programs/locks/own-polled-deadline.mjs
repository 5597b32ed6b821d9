// expect: none exit 0
// Each gives up after a while and lets go of what it has: taken in both orders, they cost time, and nobody waits for ever.
import { setTimeout as sleep } from 'node:timers/promises';

class Lane {
  busy = false;
  constructor(name) {
    this.name = name;
  }
  async enter(patience = 400) {
    const until = Date.now() + patience;
    while (this.busy) {
      if (Date.now() >= until) throw new Error(`${this.name} is busy`);
      await sleep(5);
    }
    this.busy = true;
  }
  leave() {
    this.busy = false;
  }
}
const [north, south] = [new Lane('north'), new Lane('south')];
async function cross(first, second) {
  await first.enter();
  try {
    await sleep(3);
    await second.enter();
    second.leave();
  } finally {
    first.leave();
  }
}
await Promise.all([cross(north, south), sleep(60).then(() => cross(south, north))]);
