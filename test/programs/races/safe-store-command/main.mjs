// expect: nothing
// Each command of the store is one step, which a function of its own is given; what is counted is counted there, and each key has one that writes it.
import { Store } from './store.mjs';

const store = new Store();
async function visit(page) {
  const hits = await store.add(page, 1);
  if (hits <= 100) return;
  await store.add(page, -1);
}

async function earn(name, points) {
  const before = await store.read(name);
  if (before > 1000) return;
  await store.update(name, (now) => now + points);
}

async function own(name) {
  const before = await store.get(name);
  await store.set(name, before + 1);
  const after = await store.get(name);
  await store.write(name, after + 1);
}

await Promise.all([visit('home'), visit('home'), visit('help'), earn('ada', 5), earn('ada', 7), own('bo'), own('cy')]);
console.log(await store.get('home'), await store.read('ada'), await store.read('bo'));
