// expect: race.check-then-act 13,10; race.check-then-act 31,28
// A key that two clerks take back, and a crate of which two porters were told.
import { setTimeout as delay } from 'node:timers/promises';

let lent = ['101', '102', '204', '305'];
const billed = [];

async function giveBack(key) {
  // Both find it among the keys that are lent.
  if (!lent.includes(key)) return false;
  await delay(key.length + billed.length);
  billed.push(key);
  lent = lent.filter((other) => other !== key);
  return true;
}

class Pier {
  crates;
  unloaded = 0;

  constructor(crates) {
    this.crates = crates;
  }

  async unload(crate) {
    const waits = crate.weight;
    await delay(1);
    if (!this.crates.includes(crate)) return;
    await delay(waits);
    const place = this.crates.indexOf(crate);
    this.crates.splice(place, 1);
    this.unloaded++;
  }
}

const crates = [4, 2, 3].map((weight) => ({ weight }));
const pier = new Pier([...crates]);
await Promise.all([...['102', '102', '305'].map(giveBack), ...[crates[0], crates[1], crates[0]].map((crate) => pier.unload(crate))]);
console.log(lent.join(), billed.length, pier.crates.length, pier.unloaded);
