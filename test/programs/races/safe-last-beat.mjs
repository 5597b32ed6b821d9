// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';

// A tide gauge is read beat by beat, one beat at a time; who ends that clears the beats, waits for the one that is under way, and reads a last time.
class Gauge {
  #total = 0;
  #beats;
  #reading = null;

  start(ms) {
    this.#beats = setInterval(() => {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = null;
      });
    }, ms);
  }

  async #read() {
    const total = this.#total;
    await sleep(1);
    this.#total = total + 1;
  }

  async stop() {
    clearInterval(this.#beats);
    await this.#reading;
    await this.#read();
    return this.#total;
  }
}

const gauge = new Gauge();
gauge.start(4);
await sleep(30);
console.log((await gauge.stop()) > 2);
