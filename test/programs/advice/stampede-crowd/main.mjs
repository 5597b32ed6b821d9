// expect: cache.stampede main.mjs:10
import { setTimeout as delay } from 'node:timers/promises';

// Four readers of one page come at once when it has to be made anew: three of them make it for nothing.
const pages = new Map();

async function pageOf(name) {
  const known = pages.get(name);
  if (known !== undefined) return known;
  const page = await render(name); pages.set(name, page);
  return page;
}

async function render(name) {
  await delay(120);
  return `<h1>${name}</h1>`;
}

const read = await Promise.all(['start', 'start', 'start', 'start', 'help'].map(pageOf));
console.log(read.length);
