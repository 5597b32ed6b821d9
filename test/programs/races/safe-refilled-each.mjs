// expect: nothing
// How far a run has come, by the name of what it does, and what was not replaced before all of it was there.
import { setTimeout as sleep } from 'node:timers/promises';

const list = async () => {
  await sleep(30);
  return ['lamp', 'chair'];
};
const priceOf = (name) => sleep(10).then(() => name.length * 10);

class Prices {
  #byName = new Map();

  async reload() {
    const names = await list();
    const entries = await Promise.all(names.map(async (name) => [name, await priceOf(name)]));
    this.#byName.clear();
    for (const [name, price] of entries) this.#byName.set(name, price);
  }

  of(name) {
    return this.#byName.get(name) ?? 'no price';
  }
}

const states = new Map();
async function checkAll(names) {
  states.clear();
  for (const name of names) states.set(name, await priceOf(name));
}
async function checkTogether(names) {
  states.clear();
  await Promise.all(names.map(async (name) => states.set(name, await priceOf(name))));
}
const stateOf = (name) => states.get(name) ?? 'not yet';

const done = [];
async function run() {
  done.length = 0;
  for (const name of await list()) {
    await priceOf(name);
    done.push(name);
  }
}

const prices = new Prices();
await Promise.all([prices.reload(), checkAll(['lamp', 'chair']), run()]);
const later = async (ask) => {
  await sleep(15);
  return ask();
};
await Promise.all([later(() => prices.of('lamp')), later(() => stateOf('chair')), later(() => done.includes('lamp')), prices.reload(), checkAll(['lamp', 'chair']), run()]);
await Promise.all([later(() => stateOf('chair')), checkTogether(['lamp', 'chair'])]);
console.log('done');
