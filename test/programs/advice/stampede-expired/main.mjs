// expect: cache.stampede@info main.mjs:15 | race.check-then-act main.mjs:15
// Whoever finds that the time of what is kept has come loads it again; three find it at once.
import { setTimeout as sleep } from 'node:timers/promises';

let value;
let expires = 0;
const fetchRates = async () => {
  await sleep(60);
  return { eur: 1 };
};

async function rates() {
  if (Date.now() < expires) return value;
  value = await fetchRates();
  expires = Date.now() + 60_000;
  return value;
}

console.log((await Promise.all([rates(), rates(), rates()])).length);
