// expect: race.check-then-act 17
// One flag for all keys: who waits for the load of another key goes on without its own; it asks once more later, and has it loaded then. What loads is a function of its own.
import { setTimeout as sleep } from 'node:timers/promises';

class Rates {
  byName = {};
  loading = null;

  async load(name) {
    await sleep(30);
    this.byName[name] = name.length;
    this.loading = null;
  }

  async rate(name) {
    if (this.byName[name] === undefined) {
      if (!this.loading) {
        this.loading = this.load(name);
      }
      await this.loading;
    }
    return this.byName[name];
  }
}

const rates = new Rates();
console.log(await Promise.all([rates.rate('usd'), rates.rate('euro')]));
console.log(await Promise.all([rates.rate('usd'), rates.rate('euro')]));
