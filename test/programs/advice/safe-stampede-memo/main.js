// expect: nothing
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const cache = new Map();
async function load(key) {
  await sleep(40);
  return `page of ${key}`;
}
async function page(key) {
  const known = cache.get(key);
  if (known === undefined) cache.set(key, load(key));
  return cache.get(key);
}

async function main() {
  const pages = await Promise.all([page('tea'), page('tea'), page('tea'), page('milk')]);
  console.log(pages.length);
}
main();
