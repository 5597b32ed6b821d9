// expect: nothing
// Each courier reserves the box in the step in which he finds it empty, before his label is printed.
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
  shelf.lay(box, 'reserved');
  const label = await print(parcel);
  shelf.lay(box, label);
  return box;
}
console.log(await Promise.all([deliver('tea'), deliver('ink')]));
