'use strict';
const { setImmediate: turn } = require('node:timers/promises');

// 9637529763296797 is larger than any number that a double holds exactly: hence BigInt.
const numbers = [9_637_529_763_296_797n, 427_920_331n, 157n];

async function isPrime(n) {
  if (n % 2n === 0n) return n === 2n;
  let steps = 0;
  for (let d = 3n; d * d <= n; d += 2n) {
    if (n % d === 0n) return false;
    // Now and then the others may go on.
    if (++steps % 100_000 === 0) await turn();
  }
  return n > 1n;
}

async function main() {
  await Promise.all(numbers.map(async (n) => console.log(`${n}`, (await isPrime(n)) ? 'is prime' : 'is not prime')));
}

main();
