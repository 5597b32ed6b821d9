// expect: nothing
// A lamp that lights itself again by a timer. Whoever puts it out, or leaves it to somebody else, goes by the timer that is set by then, whichever call has set it.
import { setTimeout as sleep } from 'node:timers/promises';

class Lamp {
  #timer = null;
  #first;
  #again = null;
  #isOut = false;
  flames = 0;

  static async lit() {
    const lamp = new Lamp();
    await lamp.#first;
    return lamp;
  }

  constructor() {
    this.#first = this.#light();
    this.#first.catch(() => {});
  }

  async #light() {
    await sleep(3);
    this.flames++;
    if (this.#isOut) return;
    this.#timer = setTimeout(() => {
      this.#again = this.#light();
    }, 5);
  }

  async seen() {
    await this.#first;
    return this.flames;
  }

  async putOut() {
    this.#isOut = true;
    clearTimeout(this.#timer);
    await Promise.all([this.#first, this.#again]);
  }
}

const lamps = [new Lamp(), await Lamp.lit(), new Lamp()];
const ships = [2, 20, 31].map(async (at) => {
  await sleep(at);
  const seen = await Promise.all(lamps.map((lamp) => lamp.seen()));
  return seen.every((flames) => flames > 0);
});
console.log((await Promise.all(ships)).every(Boolean));
await Promise.all(lamps.map((lamp) => lamp.putOut()));
