// expect: none exit 0
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = await mkdtemp(join(tmpdir(), 'shelves-'));
process.once('exit', () => rmSync(root, { recursive: true }));

async function occupy(name) {
  const folder = join(root, `${name}.busy`);
  for (let i = 0; i < 150; i++) {
    try {
      await mkdir(folder);
      return () => rmdir(folder);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      await sleep(10);
    }
  }
  throw new Error(`${name} is occupied`);
}
async function moveOne(from, to) {
  const leave = await occupy(from);
  try {
    await sleep(20);
    const leaveOther = await occupy(to);
    await leaveOther();
  } finally {
    await leave();
  }
}

const moved = await Promise.allSettled([moveOne('east', 'west'), moveOne('west', 'east')]);
if (moved.length !== 2) process.exitCode = 1;
