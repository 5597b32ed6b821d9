// expect: nothing
// Who waited for the load of another key gets nothing, and asks until there is something.
import { setTimeout as sleep } from 'node:timers/promises';

class Rates {
  byName = {};
  loading = null;

  async load(name) {
    await sleep(30);
    this.byName[name] = name.length;
    this.loading = null;
  }

  async tryRate(name) {
    if (this.byName[name] === undefined) {
      if (!this.loading) {
        this.loading = this.load(name);
      }
      await this.loading;
    }
    return this.byName[name];
  }

  async rate(name) {
    let rate;
    while (rate === undefined) rate = await this.tryRate(name);
    return rate;
  }
}

const rates = new Rates();
console.log(await Promise.all([rates.rate('usd'), rates.rate('euro')]));
