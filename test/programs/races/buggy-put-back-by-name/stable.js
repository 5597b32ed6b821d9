'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

class Stable {
  constructor() {
    this.stalls = {};
    this.bought = 0;
  }

  async saddle(breed) {
    const stall = (this.stalls[breed] = this.stalls[breed] || []);
    const horse = await this.pick(stall, breed);
    return horse;
  }

  // The last one that came back, if it is rested.
  async pick(stall, breed) {
    if (stall.length > 8) throw new Error('no room');
    const place = this.stalls[breed].length + 1;
    if (await this.isRested({ breed, rides: place })) await sleep(1);
    await sleep(2);
    return { breed, name: `horse ${place}`, rides: 0 };
  }

  async isRested(horse) {
    await sleep(1);
    return horse.rides < 9;
  }

  back(horse) {
    this.stalls[horse.breed].push(horse);
  }
}

module.exports = { Stable };
