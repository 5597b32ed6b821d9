// expect: nothing
// Who counts down last ends all; and where a count comes to nothing again and again, nothing is over: it says that there is room, or that the first round is there.
import { setTimeout as delay } from 'node:timers/promises';

class Backup {
  #open = 0;
  #ended = false;
  sizes = [];

  async folder(names) {
    this.#open++;
    for (const name of await delay(10, names)) {
      await delay(2);
      this.file(name).catch(console.error);
    }
    this.#done();
  }

  async file(name) {
    this.#open++;
    this.sizes.push(await delay(10, name.length));
    this.#done();
  }

  #done() {
    this.#open--;
    if (this.#open === 0 && !this.#ended) {
      this.#ended = true;
      console.log(this.sizes.length, 'files');
    }
  }
}

class Gauge {
  #busy = 0;
  isReady = false;
  idle = 0;

  begin() {
    this.#busy++;
  }

  end() {
    this.#busy--;
    if (this.#busy === 0) {
      this.isReady = true;
      this.idle++;
    }
  }
}

async function rounds(gauge) {
  for (let round = 0; round < 3; round++) {
    gauge.begin();
    await delay(5);
    gauge.end();
    await delay(5);
  }
}

new Backup().folder(['keel', 'helm', 'mast']).catch(console.error);
const gauge = new Gauge();
await rounds(gauge);
console.log(gauge.isReady, gauge.idle);
