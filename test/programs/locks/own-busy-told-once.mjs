// expect: lock.not-released 13,25 signal
// A reading that is off leaves the mark: rounds find it and go away, and who waits for the last one looks for ever. One cause, told once.
import { setTimeout as sleep } from 'node:timers/promises';

const readings = [4, 7, -1, 5, 6];
const kept = [];
let isReading = false;
const unit = 'm';

async function round() {
  // Nobody comes in twice.
  if (isReading) return;
  isReading = true;
  const level = readings.shift();
  await sleep(3);
  if (level < 0) return;
  kept.push(`${level} ${unit}`);
  isReading = false;
}

async function watch() {
  const timer = setInterval(() => {
    round();
  }, 20);
  while (isReading || readings.length > 0) await sleep(15);
  clearInterval(timer);
}
await watch();
console.log(kept.join());
