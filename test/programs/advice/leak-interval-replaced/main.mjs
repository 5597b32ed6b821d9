// expect: timer.leak main.mjs:9 ; timer.leak main.mjs:20
// A few are enough: each call puts a new interval where the one of the call before stands, which goes on and cannot be stopped.
import { setTimeout as sleep } from 'node:timers/promises';

class Presence {
  seen = 0;
  #pulse;
  ping() {
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
function unwatch(room) {
  clearInterval(watches.get(room));
  watches.delete(room);
}

const presence = new Presence();
for (let i = 0; i < 5; i++) {
  presence.ping();
  watch('hall');
  await sleep(5);
}
presence.leave();
unwatch('hall');
console.log(presence.seen >= 0, looks >= 5);
setTimeout(() => process.exit(), 30);
