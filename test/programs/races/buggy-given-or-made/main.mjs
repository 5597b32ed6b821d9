// expect: race.atomicity main.mjs:9,main.mjs:11,cell.mjs:10,cell.mjs:15
import { setTimeout as delay } from 'node:timers/promises';
import { Cell } from './cell.mjs';

const stops = new Cell(['depot']);
const driver = new Cell('nobody');

async function addStop(name, ms) {
  const known = stops.get();
  await delay(ms);
  stops.set([...known, name]);
}

driver.set('ada');
driver.set((name) => name.toUpperCase());
await Promise.all([addStop('harbour', 30), addStop('market', 60)]);
console.log(driver.get(), stops.get().length);
