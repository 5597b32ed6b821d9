// expect: nothing
// A test looks whether no more are served than may be, and takes places away meanwhile: what it has found says nothing about those that it takes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

test('serves no more guests than there are places', async () => {
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
});
