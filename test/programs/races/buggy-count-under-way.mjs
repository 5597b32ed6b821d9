// expect: race.check-then-act 15
// A kitchen has three pots. Who finds one fetches what is to be cooked first, and takes the pot then.
import { setTimeout as delay } from 'node:timers/promises';

let pots = 3;
let refused = 0;

async function cook(ms) {
  if (pots < 1) {
    refused++;
    return;
  }
  await delay(ms);
  // Now it is needed.
  pots--;
  await delay(ms);
  pots++;
}

await Promise.all([1, 2, 3, 4, 5].map(cook));
console.log(pots, refused);
