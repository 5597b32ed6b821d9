// expect: nothing
// What is under way is kept by its key: who waits for a load waits for that of its own key.
import { setTimeout as sleep } from 'node:timers/promises';

class Rates {
  byName = {};
  loading = {};

  async load(name) {
    await sleep(30);
    this.byName[name] = name.length;
    delete this.loading[name];
  }

  async rate(name) {
    if (this.byName[name] === undefined) {
      if (!this.loading[name]) {
        this.loading[name] = this.load(name);
      }
      await this.loading[name];
    }
    return this.byName[name];
  }
}

const rates = new Rates();
console.log(await Promise.all([rates.rate('usd'), rates.rate('euro')]));
console.log(await Promise.all([rates.rate('usd'), rates.rate('euro')]));
