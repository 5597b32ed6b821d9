// expect: lock.double-release 21,16,10 exit 0
// The request timed out, and the lock is released all the same: it is another task's.
import { Mutex, withTimeout, E_TIMEOUT } from 'async-mutex';
import { setTimeout as sleep } from 'node:timers/promises';

const mutex = new Mutex();
const patient = withTimeout(mutex, 10);

async function rebuild() {
  await mutex.runExclusive(() => sleep(100));
}

async function refresh() {
  let tries = 0;
  try {
    await patient.acquire();
    tries++;
  } catch (error) {
    if (error !== E_TIMEOUT) throw error;
  } finally {
    mutex.release();
  }
  return tries;
}

await Promise.all([rebuild(), refresh()]);
await refresh();
