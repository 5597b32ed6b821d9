// expect: nothing
// What loads brings the whole table, whoever asks for it: a name that is not in it is none, until somebody adds it.
import { setTimeout as sleep } from 'node:timers/promises';

const source = { usd: 3 };

class Rates {
  byName = {};
  loading = null;

  async load() {
    await sleep(30);
    for (const [name, rate] of Object.entries(source)) this.byName[name] = rate;
    this.loading = null;
  }

  async rate(name) {
    if (this.byName[name] === undefined) {
      if (!this.loading) {
        this.loading = this.load();
      }
      await this.loading;
    }
    return this.byName[name];
  }
}

const rates = new Rates();
console.log(await Promise.all([rates.rate('usd'), rates.rate('yen')]));
source.yen = 160;
console.log(await Promise.all([rates.rate('usd'), rates.rate('yen')]));
