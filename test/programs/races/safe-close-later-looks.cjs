// expect: nothing
'use strict';
// A pond is fenced after some time. Whoever fishes has waited for his bait in the same function, and looks only then.
const { setTimeout: sleep } = require('node:timers/promises');

class Pond {
  constructor() {
    this.weight = 90;
    this.closed = false;
  }

  async fish(weight) {
    const bait = await baitFor(weight);
    if (this.closed) throw new Error('the pond is fenced');
    this.weight -= bait.weight;
  }

  fence() {
    this.closed = true;
  }
}

async function baitFor(weight) {
  await sleep(weight);
  return { weight };
}

const pond = new Pond();
for (const weight of [5, 8, 7]) pond.fish(weight).catch((err) => console.log(err.message));
setTimeout(() => pond.fence(), 150);
setTimeout(() => console.log(pond.weight), 200);
