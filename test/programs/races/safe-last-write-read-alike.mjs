// expect: nothing
// The answer of the older call is stored last; both have read the same folder, which nobody changed meanwhile.
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
setTimeout(() => void shelf.refresh(5), 25);
setTimeout(() => console.log(shelf.titles.join(' ')), 120);
await sleep(150);
await rm(folder, { recursive: true });
