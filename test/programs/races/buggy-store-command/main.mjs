// expect: race.atomicity 9,7 ; race.atomicity 15,13
// Each command of the store is one step, which a function of its own is given; reading and writing back are two.
import { Store } from './store.mjs';

const store = new Store();
async function visit(page) {
  const hits = await store.get(page);
  if (hits > 100) return;
  await store.set(page, hits + 1);
}

async function earn(name, points) {
  const before = await store.read(name);
  if (points === 0) return;
  await store.write(name, before + points);
}

await Promise.all([visit('home'), visit('home'), visit('help'), earn('ada', 5), earn('ada', 7)]);
console.log(await store.get('home'), await store.read('ada'));
