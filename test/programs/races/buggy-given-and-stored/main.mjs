// expect: race.atomicity main.mjs:16,main.mjs:21
// Each reader adds a line to what is known of a page, and what another one has added meanwhile is lost.
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
  store.write(name, before + length);
  return length;
}

async function lengthOf(name) {
  const before = store.read(name);
  return renew(name, before);
}

store.write('index', 10);
await Promise.all([lengthOf('index'), lengthOf('index')]);
console.log(store.read('index'), anew.size);
