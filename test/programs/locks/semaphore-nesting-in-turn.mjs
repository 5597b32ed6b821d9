// expect: none exit 0
import { Semaphore } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const ovens = new Semaphore(2);
async function bake(hours) {
  const [, free] = await ovens.acquire();
  await delay(2);
  const [, freeSecond] = await ovens.acquire();
  await delay(hours);
  freeSecond();
  free();
}
// One after the other: the second permit is always there.
for (const hours of [1, 2, 3]) await bake(hours);
