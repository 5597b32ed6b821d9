// expect: nothing
// As buggy-fare-charged-twice.mjs, but what is asked for only says how much a charge would be.
import { setTimeout as sleep } from 'node:timers/promises';

const rates = new Map();

async function chargeRateOf(zone) {
  await sleep(10);
  return { zone, cents: zone * 110 };
}

async function rate(zone) {
  if (rates.has(zone)) return rates.get(zone);
  const found = await chargeRateOf(zone);
  rates.set(zone, found);
  return found;
}

const [first, again] = await Promise.all([rate(3), rate(3)]);
console.log(first.cents, again.cents);
