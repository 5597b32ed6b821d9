// expect: race.order.use-after-close 18,22
import { setTimeout as sleep } from 'node:timers/promises';

// A tariff is looked up, and again behind a wait; meanwhile a reload has cleared all tariffs.
const tariffs = new Map();
const bills = [];

async function fetchTariff(zone) {
  await sleep(3);
  return { zone, cents: zone.length };
}

async function bill(zone, meters) {
  if (!tariffs.has(zone)) {
    tariffs.set(zone, await fetchTariff(zone));
  }
  await sleep(15);
  bills.push(tariffs.get(zone).cents * meters);
}

function reload() {
  tariffs.clear();
}

const done = bill('north', 12).catch((error) => console.log(error.message));
setTimeout(reload, 9);
await done;
