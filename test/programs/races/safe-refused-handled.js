// expect: nothing
// Who brings something after the closing is refused, and all who bring something are ready for that.
'use strict';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Mill {
  #open = new Set();
  #isClosing = false;
  ground = 0;
  refused = 0;

  async grind(sack) {
    if (this.#isClosing) {
      this.refused++;
      throw new Error('closed');
    }
    const work = this.#turn(sack).finally(() => this.#open.delete(work));
    this.#open.add(work);
    return work;
  }

  async #turn(sack) {
    await pause(40);
    this.ground += sack;
  }

  async close() {
    this.#isClosing = true;
    while (this.#open.size > 0) await Promise.allSettled(this.#open);
  }
}

const mill = new Mill();
let carts = 0;
const road = setInterval(() => {
  mill.grind(++carts).catch(() => {});
  if (carts === 6) clearInterval(road);
}, 25);
setTimeout(() => mill.close().then(() => console.log(mill.refused > 0)), 110);
