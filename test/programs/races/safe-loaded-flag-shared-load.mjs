// expect: nothing
// Who comes while it is being loaded waits for the same load; each of them then says that it is there.
import { setTimeout as sleep } from 'node:timers/promises';
let loads = 0;
let loading;
let isLoaded = false;
let rates;
async function fetchRates() {
  loads++;
  await sleep(10);
  return { eur: 1, usd: 1.1 };
}
async function loadRates() {
  loading ??= fetchRates();
  try {
    rates = await loading;
    isLoaded = true;
  } finally {
    loading = undefined;
  }
  return rates;
}
async function rateOf(currency) {
  if (!isLoaded) await loadRates();
  return rates[currency];
}
await Promise.all([rateOf('eur'), rateOf('usd'), rateOf('eur')]);
console.log('loads', loads);
