// expect: race.check-then-act 15,19 | race.check-then-act 14,19
// Who comes while it is being loaded loads it once more: the flag is set behind the await of a helper.
import { setTimeout as sleep } from 'node:timers/promises';
let loads = 0;
let isLoaded = false;
let rates;
async function fetchRates() {
  loads++;
  await sleep(10);
  return { eur: 1, usd: 1.1, load: loads };
}
async function loadRates() {
  const loading = fetchRates();
  rates = await loading;
  isLoaded = true;
  return rates;
}
async function rateOf(currency) {
  if (!isLoaded) await loadRates();
  return rates[currency];
}
await Promise.all([rateOf('eur'), rateOf('usd'), rateOf('eur')]);
console.log('loads', loads);
