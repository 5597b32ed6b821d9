// expect: race.check-then-act 31,29
// A second round of the night shift begins while the first one is still at work on the same rooms.
import { setTimeout as delay } from 'node:timers/promises';

class Housekeeping {
  #dirty = new Map();
  #cleaned = [];

  checkOut(room, guests) {
    this.#dirty.set(room, { guests, since: Date.now() });
  }

  get cleaned() {
    return this.#cleaned.length;
  }

  get open() {
    return this.#dirty.size;
  }

  async #clean(room, guests) {
    await delay(6 + guests);
    this.#cleaned.push(room);
    return room;
  }

  async round(name) {
    let done = 0;
    for (const [room, { guests }] of this.#dirty) {
      await this.#clean(room, guests);
      this.#dirty.delete(room);
      done++;
    }
    return `${name} has done ${done}`;
  }
}

const house = new Housekeeping();
for (const [room, guests] of [['101', 2], ['102', 1], ['204', 3]]) house.checkOut(room, guests);

const first = house.round('the first round');
await delay(5);
const second = house.round('the second round');
console.log(await Promise.all([first, second]));
console.log(`rooms cleaned ${house.cleaned}, open ${house.open}`);
