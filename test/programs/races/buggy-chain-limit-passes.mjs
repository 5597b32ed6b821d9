// expect: race.atomicity 27
// A hand-written lock that goes on when the one before takes too long: the limit does not reject, so two can be at work at once.
import { setTimeout as delay } from 'node:timers/promises';

let tail = Promise.resolve();
async function exclusive(work) {
  const previous = tail;
  let release;
  tail = new Promise((resolve) => (release = resolve));
  await Promise.race([previous, passed(5000)]);
  try {
    return await work();
  } finally {
    release();
  }
}

async function passed(ms) {
  await delay(ms, undefined, { ref: false });
  if (ms < 0) throw new Error('no time');
}

const count = { n: 0 };
async function add() {
  const before = count.n;
  await new Promise((resolve) => setImmediate(resolve));
  count.n = before + 1;
}
await Promise.all([exclusive(add), exclusive(add)]);
for (const ms of [10, 30]) setTimeout(() => exclusive(add), ms);
setTimeout(() => console.log(count), 60);
