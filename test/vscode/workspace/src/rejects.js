'use strict';
// Two requests; the second one fails and nobody handles it.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function load(name) {
  await wait(5);
  if (name === 'missing') throw new Error('no such item');
  return name;
}

async function main() {
  await load('present');
  load('missing');
  await wait(50);
}
void main();
