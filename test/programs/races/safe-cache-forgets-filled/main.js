// expect: nothing
'use strict';
// Whoever changes a row forgets what the cache has of it. A refresh may have put a newer entry there meanwhile: that goes, too, and whoever looks next loads it anew.
const { setTimeout: sleep } = require('node:timers/promises');

const rows = new Map([['tea', 3]]);
const entries = new Map();

function fill(name) {
  const entry = { value: sleep(5).then(() => rows.get(name)) };
  entries.set(name, entry);
  return entry.value;
}
function price(name) {
  const entry = entries.get(name);
  return entry ? entry.value : fill(name);
}
async function change(name, cents) {
  await sleep(30);
  rows.set(name, cents);
  entries.delete(name);
}

async function main() {
  await price('tea');
  const refresh = setTimeout(() => fill('tea'), 10);
  await change('tea', 4);
  console.log(await price('tea'));
  clearTimeout(refresh);
}

main();
