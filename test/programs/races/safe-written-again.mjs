// expect: nothing
// Two tasks write a file as a whole again and again, whoever made the lock file: the next writing of a task is no piece of its first.
import { mkdtemp, open, rm, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'state-'));
const state = path.join(folder, 'state.json');

async function lock() {
  for (;;) {
    try {
      return await (await open(`${state}.lock`, 'wx')).close();
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      await sleep(2);
    }
  }
}

async function work(name) {
  for (let round = 0; round < 6; round++) {
    await lock();
    await writeFile(state, JSON.stringify({ name, round }));
    await unlink(`${state}.lock`);
    await sleep(3);
  }
}

await Promise.all([work('ann'), work('bob')]);
console.log('done');
await rm(folder, { recursive: true });
