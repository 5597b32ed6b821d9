// expect: race.check-then-act 11,14
// As in safe-asserted-in-test, but it is the service itself: it takes a place away that was there before its wait.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

async function evening() {
  let places = 5;
  let busy = 0;
  const serve = async (guest) => {
    busy++;
    assert.ok(busy <= places + 2);
    await delay(5 * guest);
    busy--;
    if (guest % 3 === 0) places = places - 1;
  };
  await Promise.all([1, 2, 3, 4, 5, 6].map(serve));
  console.log(places, busy);
}
await evening();
