// expect: promise.floating main.mjs:13
// The weights of all parcels are asked for side by side, and gone through before any of them is known.
import { setTimeout as sleep } from 'node:timers/promises';

const weights = [];

async function weigh(parcel) {
  await sleep(parcel.length);
  return parcel.length * 100;
}

async function weighAll(parcels) {
  parcels.forEach(async (parcel) => {
    try {
      weights.push(await weigh(parcel));
    } catch (error) {
      console.error(error.message);
    }
  });
}

await weighAll(['lamp', 'mirror']);
for (const weight of weights) console.log(weight);
