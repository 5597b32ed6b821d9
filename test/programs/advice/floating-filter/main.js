// expect: promise.floating main.js:12
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

// Everybody is let in: the answers come too late for filter.
async function mayEnter(name) {
  await sleep(2);
  return name !== 'eve';
}

async function main() {
  const guests = ['ann', 'eve', 'bob'].filter(async (name) => {
    const answer = await mayEnter(name);
    return answer;
  });
  console.log(guests.length);
}
main();
