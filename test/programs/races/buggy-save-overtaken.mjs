// expect: race.fs.lost-update 18,16
// Each change saves the page; a short one takes longer to set, and its older text is written last.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'page-'));
class Page {
  #lines = '';
  add(line) {
    this.#lines += `${line};`;
    return this.#save();
  }
  async #save() {
    const text = await this.#set(this.#lines);

    await writeFile(path.join(folder, 'page.txt'), text);
  }
  async #set(text) {
    await delay(text.length < 8 ? 30 : 3);
    return text.toUpperCase();
  }
}

const page = new Page();
await Promise.all([page.add('hello'), page.add('world')]);
console.log(await readFile(path.join(folder, 'page.txt'), 'utf8'));
await rm(folder, { recursive: true });
