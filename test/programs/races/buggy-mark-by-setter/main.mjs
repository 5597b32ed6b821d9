// expect: race.check-then-act main.mjs:11
// Two cooks ask the pass for the next dish, and mark it when it is done: both cook the same one.
import { setTimeout as delay } from 'node:timers/promises';
import { openPass } from './pass.mjs';

const pass = openPass(['soup', 'fish', 'cake']);

async function cook(name) {
  for (let dish = pass.next(); dish; dish = pass.next()) {
    await delay(8);
    pass.mark(dish, 'done');
    console.log(name, 'made', dish);
  }
}

await Promise.all([cook('Ada'), cook('Bo')]);
