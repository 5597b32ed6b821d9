// expect: nothing
// Two cooks ask the pass for the next dish, mark it as theirs in the same step, and mark it again when it is done.
import { setTimeout as delay } from 'node:timers/promises';
import { openPass } from './pass.mjs';

const pass = openPass(['soup', 'fish', 'cake']);

async function cook(name) {
  for (let dish = pass.next(); dish; dish = pass.next()) {
    pass.mark(dish, 'cooking');
    await delay(8);
    pass.mark(dish, 'done');
    console.log(name, 'made', dish);
  }
}

await Promise.all([cook('Ada'), cook('Bo')]);
