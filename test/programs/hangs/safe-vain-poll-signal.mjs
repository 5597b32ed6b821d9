// expect: nothing
// It goes on until it is told to stop, by a signal.
import { setTimeout as sleep } from 'node:timers/promises';

let rounds = 0;
async function pause(ms) {
  await sleep(ms);
  if (++rounds === 250) console.log('late');
}

let isStopped = false;
process.once('SIGTERM', () => {
  isStopped = true;
});
while (!isStopped) await pause(10);
console.log('stopped');
