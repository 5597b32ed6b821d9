// expect: nothing
// never: timer.leak
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const lookUp = (id) => new Promise((resolve) => setImmediate(resolve, { id }));

async function limited(work, ms) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error('too slow')), ms)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const unrefed = (ms) => new Promise((_, reject) => setTimeout(() => reject(new Error('too slow')), ms).unref());

// What lost here is work of its own, and is meant to be done.
async function slow() {
  await sleep(1500);
  return 'the other mirror';
}

async function main() {
  console.log(await limited(lookUp(1), 2500), await Promise.race([lookUp(2), unrefed(2500)]), await Promise.race([lookUp(3), slow()]));
  // The program has more to do, for longer than the limit.
  const late = new Promise((_, reject) => setTimeout(reject, 1200, new Error('too slow')));
  console.log(await Promise.race([lookUp(4), late]));
  await sleep(2000);
  console.log('done');
}
main();
