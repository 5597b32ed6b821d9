// expect: race.atomicity main.mjs:13,10 | race.check-then-act main.mjs:13,10
// Several painters look for a bare wall, and note only at the end that it is painted: each wall is painted by all of them.
import { setTimeout as delay } from 'node:timers/promises';
import { Walls } from './walls.mjs';

const walls = new Walls(4);
let coats = 0;
async function painter(speed) {
  for (;;) {
    const wall = walls.nextBare();
    if (wall === -1) return;
    await delay(speed);
    walls.note(wall, 'painted');
    coats++;
  }
}
await Promise.all([4, 6, 9].map(painter));
console.log(coats > 4);
