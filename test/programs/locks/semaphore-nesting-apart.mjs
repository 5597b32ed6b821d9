// expect: lock.permit-nesting 9 exit 0
import { Semaphore } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const ovens = new Semaphore(2);
// Two bakers never meet in this run, and nothing says that they do not.
async function bake(hours) {
  const [, free] = await ovens.acquire();
  await delay(2);
  const [, freeSecond] = await ovens.acquire();
  await delay(hours);
  freeSecond();
  free();
}
setTimeout(bake, 1, 3);
setTimeout(bake, 60, 4);
