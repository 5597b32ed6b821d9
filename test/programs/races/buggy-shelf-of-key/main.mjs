// expect: race.check-then-act main.mjs:8,10
import { setTimeout as sleep } from 'node:timers/promises';
import { Shelves } from './shelves.mjs';

const shelves = new Shelves();

async function buy(room, book) {
  if (shelves.holds(room, book)) return;
  await sleep(5);
  shelves.put(room, book);
}

await Promise.all([buy('north', 'atlas'), buy('north', 'atlas')]);
