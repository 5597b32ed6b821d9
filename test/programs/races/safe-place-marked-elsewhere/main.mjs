// expect: nothing
// A painter takes a bare wall at once; and who looks for a wall of his own may note it as often as he likes.
import { setTimeout as delay } from 'node:timers/promises';
import { Walls } from './walls.mjs';

const walls = new Walls(4);
let coats = 0;
async function painter(speed) {
  for (;;) {
    const wall = walls.nextBare();
    if (wall === -1) return;
    walls.note(wall, 'taken');
    await delay(speed);
    walls.note(wall, 'painted');
    coats++;
  }
}
await Promise.all([4, 6, 9].map(painter));

async function inspect(owner, speed) {
  const wall = walls.ownedBy(owner);
  await delay(speed);
  walls.note(wall, 'seen');
}
await Promise.all([inspect('ann', 3), inspect('ann', 5), inspect('ben', 4)]);
console.log(coats);
