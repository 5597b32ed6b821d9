// expect: nothing
// Listeners to the end of the shift that are taken back after each parcel, and those of porters who all still wait when it ends.
import { setTimeout as sleep } from 'node:timers/promises';

const shift = new AbortController();
let ring = () => {};

const rung = () =>
  new Promise((resolve) => {
    ring = () => resolve('parcel');
  });

async function waitOnce() {
  const done = new AbortController();
  const end = new Promise((resolve) => {
    shift.signal.addEventListener('abort', () => resolve('end'), { once: true, signal: done.signal });
  });
  try {
    return await Promise.race([rung(), end]);
  } finally {
    done.abort();
  }
}

async function porter() {
  let carried = 0;
  while ((await waitOnce()) !== 'end') carried++;
  return carried;
}

async function guard(night) {
  const end = new Promise((resolve) => {
    shift.signal.addEventListener('abort', resolve, { once: true });
  });
  await Promise.race([night, end]);
  return 'home';
}

const night = new Promise(() => {});
const working = porter();
const guards = [];
for (let number = 1; number <= 24; number++) {
  await sleep(5);
  ring();
  guards.push(guard(night));
}
await sleep(5);
shift.abort();
console.log('carried', await working, (await Promise.all(guards)).length);
