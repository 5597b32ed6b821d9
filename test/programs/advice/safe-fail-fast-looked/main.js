// expect: nothing
// never: promise.all-fail-fast
// The others look at the signal when they come back from their wait, and do nothing more.
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const trip = { status: 'new', charged: false };

async function reserve() {
  await sleep(5);
  throw new Error('no seats');
}

async function charge(signal) {
  await sleep(150);
  if (signal.aborted) return;
  trip.charged = true;
}

async function book() {
  const stop = new AbortController();
  try {
    await Promise.all([reserve(), charge(stop.signal)]);
    trip.status = 'booked';
  } catch (error) {
    stop.abort();
    trip.status = error.message;
  }
}

book()
  .then(() => sleep(300))
  .then(() => console.log(trip.status, trip.charged));
