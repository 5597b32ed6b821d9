// expect: timer.leak main.mjs:16
// stop-after: 5
// A gauge that is switched on by the door and by the first visitor, and switched off once: the interval of the first time reads on, and nobody can stop it.
import { setTimeout as sleep } from 'node:timers/promises';

class Gauge {
  readings = [];
  #interval;

  async #read() {
    await sleep(15);
    this.readings.push(18 + (this.readings.length % 3));
  }

  on() {
    this.#interval = setInterval(() => void this.#read(), 40);
  }

  off() {
    clearInterval(this.#interval);
  }
}

const gauge = new Gauge();
gauge.on();
await sleep(60);
gauge.on();
await sleep(100);
gauge.off();
console.log('closed', gauge.readings.length > 0);
