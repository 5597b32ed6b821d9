// expect: race.check-then-act 6,7,10,12
// One function that is asked and that sets: what the first call gives decides about the second, and another one comes in between.
import { setTimeout as sleep } from 'node:timers/promises';
let current = 'free';
function holder(next) {
  if (next === undefined) return current;
  current = next;
}
async function claim(name) {
  if (holder() !== 'free') return;
  await sleep(5);
  holder(name);
  console.log(name, 'has it');
}
await Promise.all([claim('ada'), claim('bob')]);
