// expect: promise.never-settles 20
// The start fails, its error is kept and nobody looks at that: what waits for the service looks for ever.
import { setTimeout as sleep } from 'node:timers/promises';

let rounds = 0;
async function pause(ms) {
  await sleep(ms);
  if (++rounds === 250) console.log('late');
}

const service = { isUp: false, error: null };

async function start() {
  await sleep(20);
  if (service.error === null) throw new Error('the port is taken');
  service.isUp = true;
}

async function untilUp() {
  while (!service.isUp) await pause(10);
}

start().catch((error) => {
  service.error = error;
});
await untilUp();
console.log('up');
