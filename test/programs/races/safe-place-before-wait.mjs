// expect: nothing
// The place is found behind the wait, or is the call's own, or was taken in the step in which it was found.
import { setTimeout as sleep } from 'node:timers/promises';

const plants = [];
const beds = {};
const pots = [];
let row = 0;
async function order(name) {
  await sleep(name.length % 3);
  return { name, pots: name.length };
}

async function plant(name) {
  const found = await order(name);
  plants[plants.length] = found;
}

class Labels {
  shelf = [];
  #free = 0;

  async print(text) {
    await sleep(1);
    this.shelf[this.#free++] = await order(text);
    return this.shelf.length;
  }
}

const labels = new Labels();

async function sow(name) {
  const key = `bed-${row}`;
  row += 1;
  beds[key] = await order(name);
}

// Each has the place that it was given.
async function pot(name, at) {
  pots[at] = await order(name);
}

const names = ['thyme', 'sage', 'dill', 'mint'];
await Promise.all(names.map(plant));
await Promise.all(names.map((name) => labels.print(name)));
await Promise.all(names.map(sow));
await Promise.all(names.map(pot));
console.log(plants.length, labels.shelf.length, Object.keys(beds).length, pots.length);
