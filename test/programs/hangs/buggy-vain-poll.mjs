// expect: promise.never-settles 14
// The start fails, its error is kept and nobody looks at that: what waits for the service looks for ever.
import { setTimeout as sleep } from 'node:timers/promises';

const service = { isUp: false, error: null };

async function start() {
  await sleep(20);
  if (service.error === null) throw new Error('the port is taken');
  service.isUp = true;
}

async function untilUp() {
  while (!service.isUp) await sleep(10);
}

start().catch((error) => {
  service.error = error;
});
setTimeout(() => console.log('late'), 2500);
await untilUp();
console.log('up');
