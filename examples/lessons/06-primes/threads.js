'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

// 9637529763296797 is larger than any number that a double holds exactly: hence BigInt.
const numbers = [9_637_529_763_296_797n, 427_920_331n, 157n];

function isPrime(n) {
  if (n % 2n === 0n) return n === 2n;
  for (let d = 3n; d * d <= n; d += 2n) if (n % d === 0n) return false;
  return n > 1n;
}

if (isMainThread) {
  for (const n of numbers) {
    const worker = new Worker(__filename, { workerData: n });
    worker.on('message', (prime) => console.log(`${n}`, prime ? 'is prime' : 'is not prime'));
  }
} else {
  parentPort.postMessage(isPrime(workerData));
}
