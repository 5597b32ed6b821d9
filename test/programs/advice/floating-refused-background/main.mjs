// expect: nothing
// A lighthouse turns its light in the background until it is put out: that is what ends the turning, by an error of which it is told.
import { setTimeout as sleep } from 'node:timers/promises';

class Lighthouse {
  #isLit = true;
  turns = 0;

  async light() {
    this.#turn().catch((error) => console.log(error.message));
  }

  async #turn() {
    for (;;) {
      await sleep(2);
      if (!this.#isLit) throw new Error('put out');
      this.turns++;
    }
  }

  putOut() {
    this.#isLit = false;
  }
}

const lighthouse = new Lighthouse();
await lighthouse.light();
await sleep(15);
lighthouse.putOut();
await sleep(6);
console.log(lighthouse.turns > 1);
