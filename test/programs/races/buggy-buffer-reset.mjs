// expect: race.check-then-act 21,23|race.atomicity 21,23
// Readings are put into a fixed buffer; it is set back after its content has been stored, and what has come meanwhile is lost.
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
  await store.write(readings.subarray(0, filled));
  filled = 0;
}

function measure(times) {
  return new Promise((resolve) => {
    let taken = 0;
    const timer = setInterval(() => {
      take(taken * 3);
      if (++taken < times) return;
      clearInterval(timer);
      resolve(taken);
    }, 2);
  });
}

const measuring = measure(20);
await delay(10);
await save();
await measuring;
await save();
console.log(`${store.kept} kept`);
