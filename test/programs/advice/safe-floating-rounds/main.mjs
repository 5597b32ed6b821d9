// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

const meters = Array.from({ length: 12 }, (_, i) => ({ id: `m${i}`, value: i * 7, seen: 0 }));
let isOn = true;

// Looks after the meters for as long as the program runs.
async function patrol(rows) {
  let at = 0;
  while (isOn) {
    rows[at++ % rows.length].seen++;
    await delay(15);
  }
}

async function bill(rows) {
  let sum = 0;
  for (const { value } of rows) sum += value;
  await delay(70);
  return sum;
}

async function main() {
  patrol(meters);
  console.log('to pay', await bill(meters));
  process.exit();
}

process.on('exit', () => {
  isOn = false;
});

await main();
