// expect: nothing
'use strict';
const { Readable } = require('node:stream');
const { setTimeout: sleep } = require('node:timers/promises');

// A stream waits for the answers of its filter; a list is asked when they are there.
async function mayEnter(name) {
  await sleep(2);
  return name !== 'eve';
}

async function main() {
  const names = ['ann', 'eve', 'bob'];
  const seated = await Readable.from(names)
    .filter(async (name) => mayEnter(name))
    .toArray();
  const told = await Readable.from(names).filter(async (name) => {
    const answer = await mayEnter(name);
    return answer;
  }).toArray();
  const answers = await Promise.all(names.map((name) => mayEnter(name)));
  console.log(seated.length, told.length, names.filter((_, i) => answers[i]).length);
}
main();
