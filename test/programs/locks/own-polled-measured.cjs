// expect: lock.order-inversion 28,26 exit 0
// How long it waited is written down; nobody gives up for that.
const { setTimeout: sleep } = require('node:timers/promises');

class Lane {
  busy = false;
  waited = 0;
  rounds = 0;
  async enter() {
    const from = Date.now();
    let rounds = 0;
    while (this.busy) {
      rounds++;
      if (Date.now() - from > 10000) console.warn('still waiting');
      await sleep(5);
    }
    this.busy = true;
    this.rounds += rounds;
    this.waited += Date.now() - from;
  }
  leave() {
    this.busy = false;
  }
}
async function cross(first, second) {
  await first.enter();
  await sleep(3);
  await second.enter();
  second.leave();
  first.leave();
}
const [north, south] = [new Lane(), new Lane()];
setTimeout(() => cross(north, south), 1);
setTimeout(() => cross(south, north), 60);
