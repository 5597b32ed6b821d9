// expect: nothing
// A harbour has one crane, and a file that says who has it. One that is old is put aside under a name of one's own first, which only one of those that find it can do. Who is done looks at his own before he tears it up.
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
      const aside = `${file}.${ship}`;
      await rename(file, aside).then(
        async () => {
          const old = await stat(aside);
          // Somebody else's, who was faster: back with it.
          if (old.mtimeMs !== since.mtimeMs) await rename(aside, file);
          else await unlink(aside);
        },
        () => {},
      );
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
  const name = await readFile(file, 'utf8');
  if (name !== ship) throw new Error('not mine');
  await rm(file, { force: true });
  return ship;
}

const ships = await Promise.all(['anna', 'bertha', 'clara'].map(unload));
console.log(ships.join());
await rm(folder, { recursive: true });
