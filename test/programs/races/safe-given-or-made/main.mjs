// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
import { Cell } from './cell.mjs';

const stops = new Cell(['depot']);
const driver = new Cell('nobody');

async function addStop(name, ms) {
  const distance = stops.get().length * 10;
  await delay(ms + distance);
  stops.set((known) => [...known, name]);
}

// Who drives was decided before anybody asks.
async function relieve(name, ms) {
  await delay(ms);
  driver.set(name);
}

await Promise.all([addStop('harbour', 30), addStop('market', 60), relieve('ada', 20)]);
console.log(driver.get(), stops.get().length);
