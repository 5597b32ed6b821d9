// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';
import { Shelves } from './shelves.mjs';

const shelves = new Shelves();

async function buy(room, book) {
  if (shelves.holds(room, book)) return;
  shelves.put(room, book);
  await sleep(5);
}

// Each asks, and puts, in a room of its own.
async function move(from, to, book) {
  if (shelves.holds(from, book)) return;
  await sleep(5);
  shelves.put(to, book);
}

await Promise.all([buy('north', 'atlas'), buy('north', 'atlas')]);
await Promise.all([move('east', 'west', 'globe'), move('south', 'cellar', 'globe')]);
