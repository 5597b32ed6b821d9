// expect: nothing
// How long a page is follows from its name alone: what was known of it before goes into a list of what has been measured anew, and not into the new length.
import { setTimeout as sleep } from 'node:timers/promises';
import * as store from './store.mjs';

const anew = new Set();

async function measure(name) {
  await sleep(5);
  return name.length * 40;
}

async function renew(name, before) {
  anew.add(before);
  const length = await measure(name);
  store.write(name, length);
  return length;
}

async function lengthOf(name) {
  const before = store.read(name);
  return renew(name, before);
}

store.write('index', 10);
await Promise.all([lengthOf('index'), lengthOf('index')]);
console.log(store.read('index'), anew.size);
