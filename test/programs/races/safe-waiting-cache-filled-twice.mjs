// expect: nothing
// Two calls ask a cache that answers later, and both fill it: what they keep is the same but for the time, and that it was made twice is all the harm.
import { setTimeout as sleep } from 'node:timers/promises';

class Store {
  #rows = new Map();

  async get(key) {
    await sleep(2);
    return this.#rows.get(key);
  }

  async set(key, row) {
    await sleep(2);
    this.#rows.set(key, row);
  }
}

const store = new Store();

async function draw(tile) {
  await sleep(40);
  return `tile ${tile}`;
}

async function tileOf(id) {
  const known = await store.get(`tile/${id}`);
  if (known && known.until > Date.now()) return known.image;
  const image = await draw(id);
  await store.set(`tile/${id}`, { image, until: Date.now() + 60_000, at: new Date().toISOString() });
  return image;
}

const images = await Promise.all([tileOf(4), sleep(5).then(() => tileOf(4)), tileOf(5)]);
console.log(images.join(), await tileOf(4));
