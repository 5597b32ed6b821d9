// expect: listener.leak main.mjs:9
import { setTimeout as sleep } from 'node:timers/promises';

// One signal for the whole life of the program, and a listener for each job that nobody takes back.
const shutdown = new AbortController();

function job(n) {
  return new Promise((resolve, reject) => {
    shutdown.signal.addEventListener('abort', () => reject(new Error(`job ${n} was stopped`)));
    setTimeout(() => resolve(n), 5);
  });
}

let sum = 0;
for (let i = 0; i < 30; i++) {
  sum += await job(i);
  await sleep(2);
}
console.log('sum', sum);
