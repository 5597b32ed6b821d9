// expect: race.fs.toctou 22,19,11
// A harbour has one crane, and a file that says who has it. One that is old is torn up by whoever finds it. Two that find it at once tear it up both, and the second tears up what the first has just written.
import { mkdtemp, open, readFile, rename, rm, unlink, utimes, writeFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

async function takeCrane(file, ship) {
  for (let tries = 0; tries < 40; tries++) {
    try {
      const note = await open(file, 'wx');
      await note.write(ship);
      await note.close();
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    // Who has it, and since when?
    const since = await stat(file).catch(() => undefined);
    if (since === undefined) continue;
    if (Date.now() - since.mtimeMs > 60_000) {
      await unlink(file).catch(() => {});
    } else await sleep(3);
  }
  throw new Error(`${ship} gave up`);
}

const folder = await mkdtemp(join(tmpdir(), 'harbour-'));
const file = join(folder, 'crane');
await writeFile(file, 'a ship that sank');
const long = new Date(Date.now() - 3_600_000);
await utimes(file, long, long);

async function unload(ship) {
  await takeCrane(file, ship);
  await sleep(1);
  await rm(file, { force: true });
  return ship;
}

const ships = await Promise.all(['anna', 'bertha', 'clara'].map(unload));
console.log(ships.join());
await rm(folder, { recursive: true });
