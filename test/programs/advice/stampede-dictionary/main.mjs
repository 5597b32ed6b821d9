// expect: cache.stampede@info main.mjs:15
// A plain object is the cache: each of the calls finds no rate and asks for it.
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
      this.known[currency] = await ask(currency);
    }
    return this.known[currency];
  }
}
const rates = new Rates();
console.log(await Promise.all(['usd', 'usd', 'usd', 'euro'].map((c) => rates.of(c))), asked);
