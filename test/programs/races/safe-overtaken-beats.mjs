// expect: nothing
// A gauge is read, sent and shown, once a beat.
import { setTimeout as sleep } from 'node:timers/promises';

const gauge = { level: 0 };
async function send(level) {
  await sleep(5);
  return level > 2 ? 'high' : 'low';
}
async function report() {
  const word = await send(gauge.level);
  console.log(word, gauge.level);
}

let beats = 0;
const beat = setInterval(() => {
  beats++;
  gauge.level = beats * 2;
  void report();
  if (beats === 3) clearInterval(beat);
}, 50);
