// expect: nothing
// The weights of all parcels are asked for side by side; the list is printed twice: at once, as far as it is known, and when all are there.
import { setTimeout as sleep } from 'node:timers/promises';

const weights = [];

async function weigh(parcel) {
  await sleep(parcel.length);
  return parcel.length * 100;
}

function weighAll(parcels) {
  return Promise.all(parcels.map(async (parcel) => weights.push(await weigh(parcel))));
}

const all = weighAll(['lamp', 'mirror']);
console.log(JSON.stringify(weights));
await all;
console.log(JSON.stringify(weights));
