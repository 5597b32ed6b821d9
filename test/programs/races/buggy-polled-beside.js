// expect: race.order.use-before-init 33,21
// The helper that is waited for asks for another flag than the one that is set with the table.
'use strict';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Greenhouse {
  hasPower = false;
  limits = null;
  zones = 0;

  async start(names) {
    await pause(20);
    this.hasPower = true;
    const limits = new Map();
    for (const name of names) {
      await pause(20);
      limits.set(name, { low: 12, high: 28 });
    }
    this.zones = limits.size;
    this.limits = limits;
  }

  async #powered() {
    for (let tries = 0; !this.hasPower; tries++) {
      if (tries === 50) throw new Error('no power');
      await pause(5);
    }
  }
  async heat(name) {
    await this.#powered();
    await pause(120);
    return this.limits.get(name).low;
  }
}

const house = new Greenhouse();
house.start(['palms', 'ferns']);
house.heat('palms').then((degrees) => console.log(degrees));
