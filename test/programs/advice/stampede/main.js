// expect: cache.stampede@info main.js:14 | race.check-then-act main.js:14 | race.atomicity main.js:14
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const cache = new Map();
async function load(key) {
  await sleep(40);
  return `page of ${key}`;
}
async function page(key) {
  let text = cache.get(key);
  if (text === undefined) {
    text = await load(key);
    cache.set(key, text);
  }
  return text;
}

async function main() {
  const pages = await Promise.all([page('tea'), page('tea'), page('tea'), page('milk')]);
  console.log(pages.length);
}
main();
