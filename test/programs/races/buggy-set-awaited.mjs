// expect: race.check-then-act 12
import { setTimeout as delay } from 'node:timers/promises';

const cache = new Map();
let loads = 0;
async function load(key) {
  await delay(3);
  return { key, number: ++loads };
}

async function get(key) {
  if (!cache.has(key)) cache.set(key, await load(key));
  return cache.get(key);
}

await Promise.all([get('a'), get('a'), get('b')]);
console.log(loads);
