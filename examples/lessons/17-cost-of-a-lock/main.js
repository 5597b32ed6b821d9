'use strict';
const { Mutex } = require('async-mutex');
const { setTimeout: sleep } = require('node:timers/promises');
const scale = process.env.LESSONS_FAST === '1' ? 0.1 : 1;

const locks = new Map();

function lockOf(key) {
  if (!locks.has(key)) locks.set(key, new Mutex());
  return locks.get(key);
}

async function order(n) {
  const lock = lockOf('kitchen');
  await lock.runExclusive(() => sleep(100 * scale));
  return n;
}

async function main() {
  console.log(await Promise.all(Array.from({ length: 20 }, (_, n) => order(n))));
}

main();
