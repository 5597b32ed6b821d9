// expect: nothing
// What the module computes while it is loaded makes nobody wait who could be served; the rest lets the lamp blink.
import { setImmediate as turn } from 'node:timers/promises';

let blinks = 0;
const lamp = setInterval(() => blinks++, 10);

function sharpen(tile, micros) {
  const begin = process.cpuUsage().user;
  let rounds = 0;
  while (process.cpuUsage().user - begin < micros) {
    for (let i = 1; i < tile.length; i++) tile[i] = (tile[i] + tile[i - 1]) >> 1;
    rounds++;
  }
  return rounds;
}

const table = Buffer.alloc(20_000, 7);
let rounds = sharpen(table, 250_000);

for (let n = 0; n < 40; n++) {
  rounds += sharpen(table, 2_000);
  await turn();
}
clearInterval(lamp);
console.log(rounds > 0, blinks >= 0);
