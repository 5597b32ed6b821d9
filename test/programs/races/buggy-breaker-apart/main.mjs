// expect: race.check-then-act 19,12
// What is counted here is calls, and not failures: all find that one more is allowed.
import { setTimeout as sleep } from 'node:timers/promises';
import { Breaker } from './breaker.mjs';

const breaker = new Breaker(2, 30_000);
async function backend(n) {
  await sleep(4 + n);
  return n;
}
async function call(n) {
  if (!breaker.allow(Date.now())) return 'rejected';
  let value;
  try {
    value = await backend(n);
  } catch {
    return 'failed';
  }
  breaker.failure(Date.now());
  return value;
}
console.log((await Promise.all([call(1), call(2), call(3)])).join());
