// expect: race.check-then-act 18,11
// Both vans find the same parcels: the place that the loop has asked for is noted behind the wait.
import { setTimeout as delay } from 'node:timers/promises';

const parcels = [1, 2, 3].map((id) => ({ id, place: 'shelf' }));
const rides = [];

function onShelf() {
  const found = [];
  for (const parcel of parcels) {
    if (parcel.place === 'shelf') found.push(parcel);
  }
  return found;
}

async function load(van, parcel) {
  await delay(8, van);
  parcel.place = 'van';
  rides.push(`${van}${parcel.id}`);
}

async function fill(van) {
  const loads = [];
  for (const parcel of onShelf()) loads.push(load(van, parcel));
  await Promise.all(loads);
}

await Promise.all([fill('a'), fill('b')]);
console.log(rides.length);
