// expect: timer.leak main.js:6 ; timer.leak main.js:10
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

function timeout(ms) {
  return new Promise((_, reject) => setTimeout(() => reject(new Error('too slow')), ms));
}

async function tooLate(ms) {
  await sleep(ms);
  throw new Error('too late');
}

const lookUp = (id) => new Promise((resolve) => setImmediate(resolve, { id }));

async function main() {
  const users = [];
  for (let id = 0; id < 20; id++) users.push(await Promise.race([lookUp(id), timeout(2500)]));
  users.push(await Promise.race([tooLate(2500), lookUp(20)]));
  console.log(users.length);
}
main();
