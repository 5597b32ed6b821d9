// expect: race.order.use-after-close 16,31
// The cart that comes after the closing is refused, and nobody is ready for that.
'use strict';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Mill {
  #open = new Set();
  #isClosing = false;
  ground = 0;

  constructor(sacks) {
    this.sacks = sacks;
  }
  async grind(sack) {
    if (this.#isClosing) throw new Error('closed');
    const work = this.#turn(sack).finally(() => this.#open.delete(work));
    this.#open.add(work);
    return work;
  }

  async #turn(sack) {
    await pause(40);
    this.ground += sack;
    this.sacks--;
  }

  async close() {
    await pause(1);
    while (this.#open.size > 0) await Promise.allSettled(this.#open);
    this.#isClosing = true;
  }
}

const mill = new Mill(3);
const lost = (error) => console.log('lost', error.message);
for (const [cart, ms] of [[1, 10], [2, 30], [3, 150]]) setTimeout(() => mill.grind(cart).catch(lost), ms);
setTimeout(() => mill.close(), 50);
