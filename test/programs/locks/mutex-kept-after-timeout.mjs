// expect: none exit 0
// The request timed out, and nothing is released that was not taken.
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
    if (tries > 0) mutex.release();
  }
  return tries;
}

await Promise.all([rebuild(), refresh()]);
await refresh();
