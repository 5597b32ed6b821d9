// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';

// The pauses take their listeners back, and so do the calls.
const shutdown = new AbortController();

async function call(n) {
  const own = new AbortController();
  const stop = () => own.abort();
  shutdown.signal.addEventListener('abort', stop);
  try {
    return await sleep(2, n, { signal: own.signal });
  } finally {
    shutdown.signal.removeEventListener('abort', stop);
  }
}

let sum = 0;
for (let i = 0; i < 24; i++) {
  sum += await call(i);
  await sleep(4, undefined, { signal: shutdown.signal });
}
console.log('sum', sum);
