'use strict';
const { fork } = require('node:child_process');

// 9637529763296797 is larger than any number that a double holds exactly: hence BigInt, which goes through the channel as text.
const numbers = ['9637529763296797', '427920331', '157'];

function isPrime(n) {
  if (n % 2n === 0n) return n === 2n;
  for (let d = 3n; d * d <= n; d += 2n) if (n % d === 0n) return false;
  return n > 1n;
}

if (process.argv[2] === 'child') {
  process.send(isPrime(BigInt(process.argv[3])), () => process.disconnect());
} else {
  for (const n of numbers) {
    const child = fork(__filename, ['child', n]);
    child.on('message', (prime) => console.log(n, prime ? 'is prime' : 'is not prime'));
  }
}
