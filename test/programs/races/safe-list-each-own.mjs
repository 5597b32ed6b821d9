// expect: nothing
// Keys are given back by guests, each of whom has another one; and each crate is unloaded by the porter who was given it.
import { setTimeout as delay } from 'node:timers/promises';

let lent = ['101', '102', '204', '305'];
const billed = [];

async function giveBack(key) {
  if (!lent.includes(key)) return false;
  await delay(key.length + billed.length);
  billed.push(key);
  lent = lent.filter((other) => other !== key);
  return true;
}

class Pier {
  #crates;
  unloaded = 0;

  constructor(crates) {
    this.#crates = crates;
  }

  get left() {
    return this.#crates.length;
  }

  async unload(crate) {
    if (!this.#crates.includes(crate)) throw new Error('it is gone');
    await delay(crate.weight);
    const place = this.#crates.indexOf(crate);
    this.#crates.splice(place, 1);
    this.unloaded++;
  }
}

const crates = [4, 2, 3].map((weight) => ({ weight }));
const pier = new Pier([...crates]);
await Promise.all([...lent.slice(1).map(giveBack), ...crates.map((crate) => pier.unload(crate))]);
console.log(lent.join(), billed.length, pier.left, pier.unloaded);
