// expect: deadlock.actual 28,25 signal
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = await mkdtemp(join(tmpdir(), 'shelves-'));
process.once('exit', () => rmSync(root, { recursive: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

async function occupy(name) {
  const folder = join(root, `${name}.busy`);
  for (;;) {
    try {
      await mkdir(folder);
      return () => rmdir(folder);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      await sleep(10);
    }
  }
}
async function move(from, to) {
  const leave = await occupy(from);
  try {
    await sleep(100);
    const leaveOther = await occupy(to);
    await leaveOther();
  } finally {
    await leave();
  }
}

await Promise.all([move('east', 'west'), move('west', 'east')]);
