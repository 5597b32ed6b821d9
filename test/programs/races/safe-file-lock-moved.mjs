// expect: nothing
// The new chart is written into the lock file itself, and moved over the old one: that is the store, and lets the next one in. Who has nothing to change removes the lock.
import { mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const harbour = await mkdtemp(path.join(tmpdir(), 'il-harbour-'));
const chart = path.join(harbour, 'chart.json');
await writeFile(chart, '[]');

async function lock(file) {
  for (;;) {
    try {
      return await open(file, 'wx');
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      await sleep(2);
    }
  }
}

async function enter(ship) {
  const next = `${chart}.next`;
  const handle = await lock(next);
  const ships = JSON.parse(await readFile(chart, 'utf8'));
  if (ships.includes(ship)) {
    await handle.close();
    await rm(next);
    return;
  }
  await handle.writeFile(JSON.stringify([...ships, ship]));
  await handle.close();
  await rename(next, chart);
}

async function pilot(ships, ms) {
  for (const ship of ships) {
    await enter(ship);
    await sleep(ms);
  }
}

await Promise.all([pilot(['Ada', 'Bo'], 3), pilot(['Cleo', 'Ada'], 2), pilot(['Bo', 'Dan', 'Eva'], 1)]);
console.log(JSON.parse(await readFile(chart, 'utf8')).sort().join());
await rm(harbour, { recursive: true });
