// expect: nothing
// Switched on twice and off once: the second time ends the first, or does nothing; or all of them stand in a list, and are all ended.
import { setTimeout as sleep } from 'node:timers/promises';

class Gauge {
  readings = [];
  #interval;

  async #read() {
    await sleep(15);
    this.readings.push(18 + (this.readings.length % 3));
  }

  on() {
    clearInterval(this.#interval);
    this.#interval = setInterval(() => void this.#read(), 40);
  }

  off() {
    clearInterval(this.#interval);
  }
}

class Lamps {
  seconds = 0;
  newest = null;
  #all = [];

  on() {
    this.newest = setInterval(() => this.seconds++, 40);
    this.#all.push(this.newest);
  }

  off() {
    clearInterval(this.newest);
    for (const interval of this.#all.splice(0)) clearInterval(interval);
  }
}

for (const each of [new Gauge(), new Lamps()]) {
  each.on();
  await sleep(60);
  each.on();
  await sleep(100);
  each.off();
}
console.log('closed');
