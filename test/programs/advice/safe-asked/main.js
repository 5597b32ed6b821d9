// expect: nothing
// never: promise.floating
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

// Promises in tests that are no answers: whether there is one, one that is awaited later; and answers that are there at once.
const pages = new Map();
const jobs = [];
let running = 0;

async function load(name) {
  await sleep(10);
  return name.toUpperCase();
}

function kept(name) {
  if (!pages.has(name)) pages.set(name, load(name));
  return pages.get(name);
}

const isLong = (text) => text.length > 3;

async function run(name) {
  await sleep(5);
  running--;
}

// Gives nothing when all are busy.
function start(name) {
  if (running >= 2) return undefined;
  running++;
  return run(name);
}

async function show(name) {
  if (!pages.get(name)) pages.set(name, load(name));
  if (kept(name)) jobs.push(kept(name));
  while (jobs.length > 9 && isLong(name)) jobs.shift();
  return isLong(name) ? await kept(name) : 'short';
}

async function main() {
  const all = await Promise.all(['plan', 'budget', 'a'].map(show));
  const begun = ['x', 'y', 'z'].filter((name) => pages.get(name) ?? start(name));
  console.log(all.filter((text) => isLong(text)).join(' '), (await Promise.all(jobs)).length, begun.length);
}
main();
