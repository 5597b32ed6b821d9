// expect: nothing
// The buffer is set back before its content is stored; and failures that are counted up to a limit are forgotten after a success.
import { setTimeout as delay } from 'node:timers/promises';

const store = {
  kept: 0,
  async write(batch) {
    await delay(15);
    this.kept += batch.length;
  },
};

const readings = new Int32Array(64);
let filled = 0;

function take(reading) {
  if (filled >= readings.length) throw new Error('no room');
  readings[filled++] = reading;
}
async function save() {
  if (filled === 0) return;
  const batch = readings.slice(0, filled);
  filled = 0;
  await store.write(batch);
}

let refused = 0;
function refuse() {
  if (refused >= 100) throw new Error('too many');
  refused++;
}
async function forgive() {
  if (refused > 50) return;
  await delay(8);
  refused = 0;
}

function measure(times) {
  return new Promise((resolve) => {
    let taken = 0;
    const timer = setInterval(() => {
      take(taken * 3);
      refuse();
      if (++taken < times) return;
      clearInterval(timer);
      resolve(taken);
    }, 2);
  });
}

const measuring = measure(20);
await delay(10);
await Promise.all([save(), forgive()]);
await measuring;
await save();
console.log(`${store.kept} kept`);
