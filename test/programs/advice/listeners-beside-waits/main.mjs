// expect: listener.leak main.mjs:9
import { setTimeout as sleep } from 'node:timers/promises';

// The pauses take their listeners back, and the calls do not.
const shutdown = new AbortController();

async function call(n) {
  const own = new AbortController();
  shutdown.signal.addEventListener('abort', () => own.abort());
  return sleep(2, n, { signal: own.signal });
}

let sum = 0;
for (let i = 0; i < 24; i++) {
  sum += await call(i);
  await sleep(4, undefined, { signal: shutdown.signal });
}
console.log('sum', sum);
