// expect: race.order.use-before-init 13,24,17
'use strict';
const { readFile } = require('node:fs/promises');

// The flag says that the rates are there, and is set before they are.
class Rates {
  #isLoaded = false;
  #byCurrency = new Map();

  async #ensureLoaded() {
    if (this.#isLoaded) return;
    // Nobody else is to load them again.
    this.#isLoaded = true;
    const text = await readFile(__filename, 'utf8');
    const found = /pound=(\d+)/.exec(text);
    for (const currency of ['euro', 'pound']) {
      this.#byCurrency.set(currency, currency === 'euro' ? 100 : Number(found[1]));
    }
  }

  // pound=117
  async convert(amount, currency) {
    await this.#ensureLoaded();
    const rate = this.#byCurrency.get(currency);
    return rate * amount;
  }
}

const rates = new Rates();
Promise.all([rates.convert(3, 'euro'), rates.convert(3, 'euro')]).then((sums) => console.log(sums));
