// expect: race.atomicity 17,23
// The timer is set for each dish, and all dishes have one place for it: the first that is done stops the clock of another.
import { setTimeout as sleep } from 'node:timers/promises';

class Oven {
  #alarm = null;
  burnt = 0;

  async bake(minutes) {
    await this.#heat(minutes);
    await sleep(minutes);
    this.#takeOut();
  }

  async #heat(minutes) {
    await sleep(2);
    this.#alarm = setTimeout(() => {
      this.burnt++;
    }, minutes * 4);
  }

  #takeOut() {
    clearTimeout(this.#alarm);
  }
}

const oven = new Oven();
const pie = oven.bake(30);
await sleep(5);
await Promise.all([pie, oven.bake(12)]);
console.log(oven.burnt);
