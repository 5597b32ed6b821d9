// expect: race.atomicity 12,10 ; race.atomicity 19,16
// Both calls empty it, and both fill it when they have waited: what both have found stands there.
import { setTimeout as delay } from 'node:timers/promises';
const load = async (text) => {
  await delay(text.length === 1 ? 40 : 10);
  return [`${text} 1`, `${text} 2`];
};
const shown = [];
async function search(text) {
  shown.length = 0;
  const rows = await load(text);
  for (const row of rows) shown.push(row);
}
class Cart {
  async sum(lines) {
    this.total = 0;
    for (const line of lines) {
      await delay(5);
      this.total += line.cents;
    }
  }
}
const cart = new Cart();
const lines = [{ cents: 5 }, { cents: 7 }];
setTimeout(() => search('b'), 1);
setTimeout(() => search('be'), 8);
setTimeout(() => cart.sum(lines), 1);
setTimeout(() => cart.sum(lines), 3);
await delay(100);
console.log(shown.length, cart.total);
