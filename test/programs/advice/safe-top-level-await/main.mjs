// expect: nothing
// never: loop.blocked
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';

// Loading takes its time, and what computes gives way.
const heart = setInterval(() => {}, 20);
const { table } = await import('./table.mjs');
async function price(product) {
  await pause(10);
  let sum = 0;
  for (let part = 0; part < 40; part++) {
    for (let i = 0; i < 20_000; i++) sum = (sum + table[(sum + i) % table.length]) | 0;
    await turn();
  }
  return `${product} ${typeof sum}`;
}
for (const product of ['bond', 'swap']) console.log(await price(product));
clearInterval(heart);
