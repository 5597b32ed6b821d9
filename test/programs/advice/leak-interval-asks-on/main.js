// expect: timer.leak baked.js:6
// stop-after: 5
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const { baked } = require('./baked');

/** An oven that takes a while to answer, and in which the second loaf burns. */
class Oven {
  #asked = new Map();

  async look(loaf) {
    await delay(7);
    const n = (this.#asked.get(loaf) ?? 0) + 1;
    this.#asked.set(loaf, n);
    if (n < 3) return 'pale';
    return loaf === 'rye' ? 'burnt' : 'brown';
  }
}

const oven = new Oven();
Promise.allSettled(['wheat', 'rye'].map((loaf) => baked(oven, loaf))).then((loaves) => {
  console.log(loaves.map((loaf) => loaf.status).join(', '));
});
