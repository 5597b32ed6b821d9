// expect: race.stale-compound 14; race.atomicity 24,25; race.atomicity 33,35
// Where something is put is found before the wait for it: two calls have one place.
import { setTimeout as sleep } from 'node:timers/promises';

const plants = [];
const beds = {};
let row = 0;
async function order(name) {
  await sleep(name.length % 3);
  return { name, pots: name.length };
}

async function plant(name) {
  plants[plants.length] = await order(name);
}

class Labels {
  shelf = [];
  #free = 0;

  // The number is counted on when the label has been put up.
  async print(text) {
    await sleep(1);
    this.shelf[this.#free] = await order(text);
    this.#free++;
    return this.shelf.length;
  }
}

const labels = new Labels();

async function sow(name) {
  const key = `bed-${row}`;
  beds[key] = await order(name);
  row += 1;
}

const names = ['thyme', 'sage', 'dill', 'mint'];
await Promise.all(names.map(plant));
await Promise.all(names.map((name) => labels.print(name)));
await Promise.all(names.map(sow));
console.log(plants.length, labels.shelf.length, Object.keys(beds).length);
