// expect: race.atomicity 15,17,21 ; race.atomicity 27,29,33
// Tables that are emptied, and filled again for each of what is asked for only then: with a wait for each, all at once or one after the other.
import { setTimeout as sleep } from 'node:timers/promises';

const list = async () => {
  await sleep(30);
  return ['lamp', 'chair'];
};
const priceOf = (name) => sleep(10).then(() => name.length * 10);

class Prices {
  #byName = new Map();

  async reload() {
    this.#byName.clear();
    const names = await list();
    await Promise.all(names.map(async (name) => this.#byName.set(name, await priceOf(name))));
  }

  of(name) {
    return this.#byName.get(name) ?? 'no price';
  }
}

const shelves = new Map();
async function reloadShelves() {
  shelves.clear();
  for (const name of await list()) {
    shelves.set(name, await priceOf(name));
  }
}
function isOnShelf(name) {
  return shelves.has(name);
}

const prices = new Prices();
await Promise.all([prices.reload(), reloadShelves()]);
const later = async (ask) => {
  await sleep(15);
  return ask();
};
const answers = await Promise.all([later(() => prices.of('lamp')), later(() => isOnShelf('chair')), prices.reload(), reloadShelves()]);
console.log(answers[0], answers[1]);
