'use strict';
const { setTimeout: sleep } = require('node:timers/promises');
const scale = process.env.LESSONS_FAST === '1' ? 0.1 : 1;

async function prepare(drink, person) {
  console.log(`Preparing ${drink} for ${person}`);
  await sleep(2000 * scale);
  return `${drink} for ${person}`;
}

async function main() {
  const drinks = await Promise.all([prepare('chai', 'Alice'), prepare('coffee', 'Bob'), prepare('green tea', 'Charlie')]);
  for (const drink of drinks) console.log('Ready:', drink);
}

main();
