// expect: lock.not-released 15,9,17 exit 13
// A crate that breaks keeps its ramp. That unloading a crate takes a second ramp meanwhile is not told beside it: until the ramp is given back, nobody can tell what a second one would do.
import { Semaphore } from 'async-mutex';
import { setTimeout as sleep } from 'node:timers/promises';

const ramps = new Semaphore(2);
const ramp = () => ramps.acquire();
async function box(n) {
  const [, free] = await ramp();
  await sleep(2);
  free();
  return n;
}
async function crate(n) {
  const [, free] = await ramps.acquire();
  if (n === 2) throw new Error('broken');
  const all = [await box(n), await box(n + 10)];
  free();
  return all;
}
console.log(await box(0), await crate(1));
await crate(2).catch((error) => console.log(error.message));
console.log(await crate(3));
