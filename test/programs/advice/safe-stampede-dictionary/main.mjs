// expect: nothing
// never: cache.stampede
// A plain object keeps the promises: the others wait for the first one.
import { setTimeout as pause } from 'node:timers/promises';

let asked = 0;
async function ask(currency) {
  asked++;
  await pause(60);
  return currency.length * 1.5;
}
class Rates {
  known = {};
  async of(currency) {
    if (this.known[currency] === undefined) {
      this.known[currency] = ask(currency);
    }
    return this.known[currency];
  }
}
const rates = new Rates();
console.log(await Promise.all(['usd', 'usd', 'usd', 'euro'].map((c) => rates.of(c))), asked);
