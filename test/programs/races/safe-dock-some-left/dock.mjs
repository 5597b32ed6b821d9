import { setTimeout as delay } from 'node:timers/promises';

const bikes = ['red'];

export async function bikesHere() {
  const here = bikes.filter((bike) => bike !== 'broken');
  await delay(25);
  return here;
}

export async function ride(rider) {
  await delay(25);
  // It rolls out.
  return `${rider} on ${bikes.shift()}`;
}

export async function bring(bike) {
  await delay(25);
  bikes.push(bike);
}
