// expect: await.in-loop@info main.mjs:14
// Each country is asked for its stamps, one after the other; the names are those of a table, whose list another function has made.
import { setTimeout as sleep } from 'node:timers/promises';

const printers = { fr: 40, it: 35, no: 45, pt: 40, se: 50 };

async function ask(country) {
  await sleep(printers[country]);
  return { country, stamps: country.length };
}

function collector() {
  const countries = Object.keys(printers);
  return async function collect() { const sheets = []; for (const country of countries) sheets.push(await ask(country)); return sheets.length; }; // prettier-ignore
}

console.log(await collector()());
