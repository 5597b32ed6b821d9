// expect: timer.leak main.js:18
// stop-after: 5
'use strict';
// The refresh is planned again when it is over, whether or not its owner was stopped meanwhile.
const { setTimeout: sleep } = require('node:timers/promises');

class Prices {
  constructor(load) {
    this.load = load;
    this.prices = new Map();
  }
  async start() {
    this.prices = await this.load();
    this.#plan();
  }

  #plan() {
    this.timer = setTimeout(async () => {
      this.prices = await this.load();
      this.#plan();
    }, 100);
  }
  async stop() {
    await sleep(1);
    this.stopped = true;
  }
}

async function main() {
  const prices = new Prices(async () => {
    await sleep(5);
    return new Map([['tea', 3]]);
  });
  await prices.start();
  console.log('tea', prices.prices.get('tea'));
  await prices.stop();
}

main();
