// expect: race.order.last-write 16
// The answer of the older call is stored last, which has read the folder before something was put there.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = await mkdtemp(join(tmpdir(), 'songs-'));
await writeFile(join(folder, 'waltz'), '3/4');

class Shelf {
  titles = [];
  async refresh(patience) {
    const names = await readdir(folder);
    await sleep(patience);
    this.titles = names.sort();
  }
}

const shelf = new Shelf();
setTimeout(() => void shelf.refresh(60), 1);
setTimeout(() => void writeFile(join(folder, 'polka'), '2/4'), 12);
setTimeout(() => void shelf.refresh(5), 25);
setTimeout(() => console.log(shelf.titles.join(' ')), 120);
await sleep(150);
await rm(folder, { recursive: true });
