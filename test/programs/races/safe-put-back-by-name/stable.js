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
    while (stall.length > 0) {
      const horse = stall.pop();
      if (await this.isRested(horse)) return horse;
    }
    await sleep(2);
    return { breed, name: `horse ${++this.bought}`, rides: 0 };
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
