// expect: nothing
// It is emptied in the step in which it is filled; the calls come one after the other; or a success sets back what failures have counted.
import { setTimeout as delay } from 'node:timers/promises';
const load = async (text) => {
  await delay(10);
  return [`${text} 1`, `${text} 2`];
};
const shown = [];
let newest = 0;
async function search(text) {
  const mine = ++newest;
  const rows = await load(text);
  if (mine !== newest) return;
  shown.length = 0;
  for (const row of rows) shown.push(row);
}
class Cart {
  async sum(lines) {
    this.total = 0;
    for (const line of lines) {
      await delay(2);
      this.total += line.cents;
    }
  }
}
const health = { failures: 0 };
async function work(jobs) {
  for (const job of jobs) {
    await delay(3);
    if (job) health.failures = 0;
    else health.failures += 1;
  }
}
const cart = new Cart();
const lines = [{ cents: 5 }, { cents: 7 }];
setTimeout(() => search('b'), 1);
setTimeout(() => search('be'), 6);
await cart.sum(lines);
await cart.sum(lines);
await Promise.all([work([true, false, true, false]), work([true, true, false, false])]);
await delay(60);
console.log(shown.length, cart.total, health.failures > 1);
