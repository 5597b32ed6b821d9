// expect: nothing
// A helper asks again and again for the flag that is set in one step with the rest, and whoever uses that has waited for the helper.
'use strict';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Greenhouse {
  #isUp = false;
  limits = null;
  fan = undefined;

  async start(names) {
    const limits = new Map();
    for (const name of names) {
      await pause(25);
      limits.set(name, { low: 12, high: 28 });
    }
    this.limits = limits;
    this.fan = { turns: 40 };
    this.#isUp = true;
  }

  async #up(limit = 50) {
    let tries = 0;
    while (!this.#isUp) {
      if (++tries > limit) throw new Error('not up');
      await pause(10);
    }
  }

  async heat(name) {
    await this.#up();
    const { low } = this.limits.get(name);
    await pause(20);
    return low + this.fan.turns;
  }
}

const house = new Greenhouse();
house.start(['palms', 'ferns']);
Promise.all([house.heat('palms'), house.heat('ferns')]).then((all) => console.log(all.join(' ')));
