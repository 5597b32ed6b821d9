// expect: nothing
// never: timer.leak
// The one before is cleared, or each has a place of its own, or another list has all of them, or it ends by itself.
import { setTimeout as sleep } from 'node:timers/promises';

class Presence {
  seen = 0;
  #pulse;
  ping() {
    clearInterval(this.#pulse);
    this.#pulse = setInterval(() => this.seen++, 500);
  }
  leave() {
    clearInterval(this.#pulse);
  }
}

const watches = new Map();
let looks = 0;
function watch(room) {
  looks++;
  watches.set(room, setInterval(() => looks++, 500));
}

class Lamps {
  newest = null;
  all = [];
  lit = 0;
  add() {
    const lamp = setInterval(() => this.lit++, 500);
    this.newest = lamp;
    this.all.push(lamp);
  }
}

class Counter {
  running = null;
  rounds = 0;
  start(rounds) {
    let left = rounds;
    const own = (this.running = setInterval(() => {
      this.rounds++;
      if (--left === 0) clearInterval(own);
    }, 4));
  }
}

const presence = new Presence();
const lamps = new Lamps();
const counter = new Counter();
for (let i = 0; i < 5; i++) {
  presence.ping();
  watch(`room ${i}`);
  lamps.add();
  counter.start(i === 4 ? 500 : 2);
  await sleep(5);
}
presence.leave();
await sleep(30);
console.log(presence.seen >= 0, looks >= 5, lamps.all.length, counter.rounds > 4);
setTimeout(() => process.exit(), 30);
