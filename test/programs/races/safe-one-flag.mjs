// expect: nothing
// One looks again until its own is there, one knows by a set which names are being loaded, and one loads all that there is: what is not in there does not exist.
import { EventEmitter, once } from 'node:events';

const shop = new EventEmitter();
async function load(name) {
  await once(shop, 'open');
  return name.length;
}

class InTurn {
  loaded = new EventEmitter();
  loading = false;
  prices = new Map();
  async priceOf(name) {
    while (!this.prices.has(name)) {
      if (this.loading) await once(this.loaded, 'one');
      else {
        this.loading = true;
        const price = await load(name);
        this.prices.set(name, price);
        this.loading = false;
        this.loaded.emit('one');
      }
    }
    return this.prices.get(name);
  }
}

class ByName {
  loaded = new EventEmitter();
  loading = new Set();
  prices = new Map();
  async priceOf(name) {
    const known = this.prices.get(name);
    if (known !== undefined) return known;
    if (this.loading.has(name)) {
      await once(this.loaded, name);
      return this.prices.get(name);
    }
    this.loading.add(name);
    const price = await load(name);
    this.prices.set(name, price);
    this.loading.delete(name);
    this.loaded.emit(name);
    return price;
  }
}

class AllAtOnce {
  loaded = new EventEmitter();
  loading = false;
  prices = new Map();
  async priceOf(name) {
    const known = this.prices.get(name);
    if (known !== undefined) return known;
    if (this.loading) {
      await once(this.loaded, 'all');
      return this.prices.get(name);
    }
    this.loading = true;
    const names = ['pear', 'apple', 'quince'];
    const found = await Promise.all(names.map(load));
    for (const [i, each] of names.entries()) this.prices.set(each, found[i]);
    this.loading = false;
    this.loaded.emit('all');
    return this.prices.get(name);
  }
}

const inTurn = new InTurn();
const byName = new ByName();
const allAtOnce = new AllAtOnce();
const opening = setInterval(() => shop.emit('open'), 10);
const answers = await Promise.all([inTurn, byName, allAtOnce].flatMap((shelf) => ['pear', 'plums', 'pear'].map((name) => shelf.priceOf(name))));
clearInterval(opening);
console.log(answers.join());
