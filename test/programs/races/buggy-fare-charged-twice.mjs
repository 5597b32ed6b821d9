// expect: race.check-then-act 13,15
// Both calls have found no receipt, and both charge: that the two receipts say the same is no comfort. Twin: safe-data-made-twice.mjs, where it is only loaded.
import { setTimeout as sleep } from 'node:timers/promises';

const receipts = new Map();

async function chargeCard(rider, cents) {
  await sleep(20);
  return { rider, cents, state: 'charged' };
}

async function fare(trip) {
  if (receipts.has(trip.id)) return receipts.get(trip.id);
  const receipt = await chargeCard(trip.rider, trip.cents);
  receipts.set(trip.id, receipt);
  return receipt;
}

const trip = { id: 'T7', rider: 'noor', cents: 340 };
const [first, again] = await Promise.all([fare(trip), fare(trip)]);
console.log(first.state, again.state);
