// expect: nothing
// The state is changed in the step of the look.
import { setTimeout as sleep } from 'node:timers/promises';
import { Parcel } from './parcel.mjs';

const parcels = new Map([['p1', new Parcel()]]);
let handedOut = 0;

async function handOut(id, person) {
  const parcel = parcels.get(id);
  if (parcel?.state !== 'stored') return `nothing for ${person}`;
  parcel.mark('at the counter');
  await sleep(30);
  parcel.mark('handed out');
  handedOut++;
  return `handed to ${person}`;
}

console.log(await Promise.all([handOut('p1', 'Ida'), handOut('p1', 'Tom')]), handedOut);
