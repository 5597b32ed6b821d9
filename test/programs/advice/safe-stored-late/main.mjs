// expect: promise.floating@info main.mjs:26; promise.floating@info main.mjs:49; promise.floating@info main.mjs:70
// What is loaded ahead is asked for with another way if it is not there, what is told when it is done is waited for in that way, and an old price is good while a new one is on its way.
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Pages {
  pages = new Map();
  isReady = false;

  async load(name) {
    await sleep(1);
    return name.length;
  }

  async loadAhead(names) {
    await sleep(20);
    for (const name of names) this.pages.set(name, await this.load(name));
    this.isReady = true;
  }

  async page(name) {
    await sleep(1);
    return this.isReady ? this.pages.get(name) : this.load(name);
  }
  async open(names) {
    this.loadAhead(names);
    return this;
  }
}

class Copy extends EventEmitter {
  done = 0;

  async run(count) {
    for (let i = 0; i < count; i++) {
      await sleep(5);
      this.done++;
    }
    this.emit('copied');
  }

  async progress() {
    await sleep(1);
    return this.done;
  }

  async begin(count) {
    await sleep(1);
    this.run(count);
  }
}

class Prices {
  #prices = new Map([['tea', { price: 3, since: 0 }]]);

  async refresh(name) {
    await sleep(20);
    this.#prices.set(name, { price: 4, since: Date.now() });
  }

  async sum() {
    await sleep(1);
    return [...this.#prices.values()].reduce((sum, { price }) => sum + price, 0);
  }

  async price(name) {
    await sleep(1);
    const known = this.#prices.get(name);
    // The old one is served meanwhile.
    if (Date.now() - known.since > 1000) this.refresh(name);
    return known.price;
  }
}

const pages = await new Pages().open(['index', 'about']);
console.log(await pages.page('index'));
const copy = new Copy();
await copy.begin(3);
const copied = once(copy, 'copied');
console.log(await copy.progress());
await copied;
const prices = new Prices();
console.log(await prices.price('tea'), await prices.sum());
