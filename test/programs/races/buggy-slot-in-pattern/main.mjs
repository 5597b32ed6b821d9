// expect: race.check-then-act 14,11
// Two couriers find the same box empty, have their labels printed, and lay their parcels into it.
import { setTimeout as sleep } from 'node:timers/promises';
import { Shelf } from './shelf.mjs';
const shelf = new Shelf(['a', 'b']);
async function print(parcel) {
  await sleep(25);
  return `${parcel}!`;
}
async function deliver(parcel) {
  const box = shelf.empty();
  if (!box) return 'full';
  const label = await print(parcel);
  shelf.lay(box, label);
  return box;
}
console.log(await Promise.all([deliver('tea'), deliver('ink')]));
