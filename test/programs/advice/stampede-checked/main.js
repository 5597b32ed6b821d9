// expect: cache.stampede@info main.js:13 | race.check-then-act main.js:13 | race.atomicity main.js:13
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const cache = new Map();
async function load(key) {
  await sleep(40);
  return [{ key, text: `page of ${key}` }];
}

// What was loaded is looked at before it is kept: that says nothing about what the cache had.
async function page(key) {
  const known = cache.get(key);
  if (known) return known;
  const rows = await load(key);
  const row = rows.find((r) => r.key === key);
  if (!row) throw new Error(`no ${key}`);
  cache.set(key, row);
  return row;
}

async function main() {
  const pages = await Promise.all([page('tea'), page('tea'), page('tea'), page('milk')]);
  console.log(pages.length);
}
main();
