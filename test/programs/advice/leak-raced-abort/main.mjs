// expect: listener.leak main.mjs:9
// The porter waits for the next parcel or for the end of the shift, parcel after parcel, and each wait leaves a listener to the end of the shift. At the end it is told to all of them.
import { setTimeout as sleep } from 'node:timers/promises';

const shift = new AbortController();

const endOf = (signal) =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve('end'), { once: true });
  });

const parcels = [];
let ring = () => {};

const rung = () =>
  new Promise((resolve) => {
    ring = () => resolve('parcel');
  });

async function porter() {
  let carried = 0;
  for (;;) {
    const what = await Promise.race([rung(), endOf(shift.signal)]);
    if (what === 'end') return carried;
    carried += parcels.splice(0).length;
  }
}

const working = porter();
for (let number = 1; number <= 24; number++) {
  await sleep(5);
  parcels.push(number);
  ring();
}
await sleep(5);
shift.abort();
console.log('carried', await working);
