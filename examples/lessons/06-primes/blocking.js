'use strict';
// 9637529763296797 is larger than any number that a double holds exactly: hence BigInt.
const numbers = [9_637_529_763_296_797n, 427_920_331n, 157n];

function isPrime(n) {
  if (n % 2n === 0n) return n === 2n;
  for (let d = 3n; d * d <= n; d += 2n) if (n % d === 0n) return false;
  return n > 1n;
}

setTimeout(() => console.log('a guest at the door'), 20);
setTimeout(() => {
  for (const n of numbers) console.log(`${n}`, isPrime(n) ? 'is prime' : 'is not prime');
}, 10);
