// expect: race.check-then-act 9
// What is stored at the length of a list is added to it.
import { setTimeout as delay } from 'node:timers/promises';
const taken = [];
async function book(seat) {
  if (taken.includes(seat)) throw new Error('taken');
  await delay(5);

  taken[taken.length] = seat;
}
await Promise.allSettled([book('A1'), book('A1')]);
console.log(taken.length);
