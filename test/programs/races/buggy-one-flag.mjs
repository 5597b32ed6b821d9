// expect: race.check-then-act 15,17,20
// One flag for all names: who asks for another name while one is being loaded waits for that one, and goes away with nothing.
import { EventEmitter, once } from 'node:events';

class Catalogue {
  loaded = new EventEmitter();
  loading = false;
  prices = new Map();
  constructor(load) {
    this.load = load;
  }
  async priceOf(name) {
    const known = this.prices.get(name);
    if (known !== undefined) return known;
    if (this.loading) {
      await once(this.loaded, 'one');
      return this.prices.get(name);
    }
    try {
      this.loading = true;
      const price = await this.load(name);
      this.prices.set(name, price);
      return price;
    } finally {
      this.loading = false;
      this.loaded.emit('one');
    }
  }
}

const shop = new EventEmitter();
const catalogue = new Catalogue(async (name) => {
  await once(shop, 'open');
  return name.length;
});
const prices = [catalogue.priceOf('pear'), catalogue.priceOf('plums')];
setTimeout(() => shop.emit('open'), 10);
console.log(await Promise.all(prices));
