// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';

// The tariff that was found is kept over the wait, and who looks again copes with nothing; a reload may clear all tariffs.
const tariffs = new Map();

async function fetchTariff(zone) {
  await sleep(3);
  return { zone, cents: zone.length };
}

async function bill(zone, meters) {
  let tariff = tariffs.get(zone);
  if (tariff === undefined) {
    tariff = await fetchTariff(zone);
    tariffs.set(zone, tariff);
  }
  await sleep(15);
  const newest = tariffs.get(zone) ?? tariff;
  return newest.cents * meters;
}

function reload() {
  tariffs.clear();
}

const done = Promise.all([bill('north', 12), bill('south-east', 7)]);
setTimeout(reload, 9);
setTimeout(() => bill('north', 3).then(console.log), 12);
console.log(await done);
