// expect: nothing
// One waits for its head line; another writes the file first; a third is followed by notes for as long as it is open, which is meant.
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'menus-'));

class Menu {
  constructor(name) {
    this.file = path.join(folder, name);
  }

  async head(title) {
    await sleep(60);
    await appendFile(this.file, `${title}\n`);
  }

  async follow(count) {
    for (let n = 0; n < count; n++) {
      await sleep(30);
      await appendFile(this.file, `note ${n}\n`);
    }
  }
}

async function print() {
  const lunch = new Menu('lunch.txt');
  await lunch.head('lunch');
  await writeFile(lunch.file, 'soup\nbread\n');
  const dinner = new Menu('dinner.txt');
  await writeFile(dinner.file, 'dinner\n');
  const head = dinner.head('fish');
  await readFile(lunch.file, 'utf8');
  await head;
  const open = new Menu('open.txt');
  const notes = open.follow(3);
  await writeFile(open.file, 'notes\n');
  await sleep(150);
  await notes;
}

await print();
console.log('printed');
await rm(folder, { recursive: true });
