// expect: loop.blocked main.mjs:9 | loop.blocked main.mjs:10 | loop.blocked main.mjs:8
import { setTimeout as pause } from 'node:timers/promises';

// The main module is not done before the last product is: what its functions do after an await is no start-up.
function risk() {
  const begin = process.cpuUsage();
  let sum = 0;
  while (process.cpuUsage(begin).user < 300_000) {
    for (let i = 0; i < 100_000; i++) sum = (sum * 31 + i) | 0;
    Math.hypot(sum, 1);
  }
  return sum;
}
async function price(product) {
  await pause(30);
  return `${product} ${typeof risk()}`;
}

let beats = 0;
const heart = setInterval(() => beats++, 20);
for (const product of ['bond', 'swap']) console.log(await price(product));
clearInterval(heart);
