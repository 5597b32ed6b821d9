// expect: nothing
// Two clerks take the countries from one iterator, and so share out the work: no country is asked twice, and both are at it side by side.
import { setTimeout as sleep } from 'node:timers/promises';

const printers = new Map([
  ['fr', 40],
  ['it', 35],
  ['no', 45],
  ['pt', 40],
  ['se', 50],
]);
const countries = printers.keys();

async function ask(country) {
  await sleep(printers.get(country));
  return { country, stamps: country.length };
}

async function collect() {
  const sheets = [];
  for (const country of countries) sheets.push(await ask(country));
  return sheets.length;
}

console.log((await Promise.all([collect(), collect()])).join());
