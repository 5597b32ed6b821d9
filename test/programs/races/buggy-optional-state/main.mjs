// expect: race.check-then-act 14,12
// The state of what may not be there is looked at by `?.`, and changed by a method of another file after the wait.
import { setTimeout as sleep } from 'node:timers/promises';
import { Parcel } from './parcel.mjs';

const parcels = new Map([['p1', new Parcel()]]);
let handedOut = 0;

async function handOut(id, person) {
  const parcel = parcels.get(id);
  const state = parcel?.state;
  if (state !== 'stored') return `nothing for ${person}`;
  await sleep(30);
  parcel.mark('handed out');
  handedOut++;
  return `handed to ${person}`;
}

console.log(await Promise.all([handOut('p1', 'Ida'), handOut('p1', 'Tom')]), handedOut);
