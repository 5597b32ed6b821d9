// expect: nothing
// It goes on until it is told to stop, by a signal.
import { setTimeout as sleep } from 'node:timers/promises';

let isStopped = false;
process.once('SIGTERM', () => {
  isStopped = true;
});
setTimeout(() => console.log('late'), 2500);
while (!isStopped) await sleep(10);
console.log('stopped');
