// expect: nothing
// Whoever finds that the time of what is kept has come loads it again, unless somebody is at it.
import { setTimeout as sleep } from 'node:timers/promises';

let value;
let expires = 0;
let loading;
const fetchRates = async () => {
  await sleep(60);
  return { eur: 1 };
};

async function rates() {
  if (Date.now() < expires) return value;
  loading ??= fetchRates().finally(() => (loading = undefined));
  value = await loading;
  expires = Date.now() + 60_000;
  return value;
}

console.log((await Promise.all([rates(), rates(), rates()])).length);
