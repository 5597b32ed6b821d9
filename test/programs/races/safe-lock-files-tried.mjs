// expect: nothing
// Two lock files in both orders: the second is tried, and the first given back when it is taken. `rm` looks at a file before it removes it, and a file is created by one call.
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

async function tryLock(name) {
  try {
    const handle = await open(name, 'wx');
    await handle.close();
    return () => rm(name);
  } catch (error) {
    if (error.code === 'EEXIST') return null;
    throw error;
  }
}

async function lockBoth(first, second, pause) {
  for (;;) {
    const unlockFirst = await tryLock(first);
    if (unlockFirst) {
      await sleep(5);
      const unlockSecond = await tryLock(second);
      if (unlockSecond) return () => unlockSecond().then(unlockFirst);
      await unlockFirst();
    }
    await sleep(pause);
  }
}

const folder = await mkdtemp(join(tmpdir(), 'spool-'));
const [queue, cache] = [join(folder, 'queue.lock'), join(folder, 'cache.lock')];

async function work(first, second, pause, text) {
  const unlock = await lockBoth(first, second, pause);
  await sleep(3);
  await unlock();
  return text;
}

console.log((await Promise.all([work(queue, cache, 7, 'synced'), work(cache, queue, 23, 'swept')])).join(' '));
await rm(folder, { recursive: true });
