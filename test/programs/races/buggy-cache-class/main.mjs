// expect: race.check-then-act main.mjs:11,main.mjs:14
import { Cache } from './cache.mjs';
const cache = new Cache();
let loads = 0;
async function load(k) {
  loads++;
  await new Promise((r) => setTimeout(r, 3));
  return { k };
}
async function get(k) {
  const known = cache.get(k);
  if (known) return known;
  const v = await load(k);
  cache.set(k, v);
  return v;
}
const all = await Promise.all(['a', 'a', 'b'].map(get));
console.log(all.length, loads);
