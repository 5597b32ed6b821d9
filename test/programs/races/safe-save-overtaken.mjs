// expect: nothing
// Pages that are saved in turn, that are set once more where they have changed, and copies of what never changes: the last one is as good as any.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'page-'));
class Page {
  #lines = '';
  #turn = Promise.resolve();
  #version = 0;

  add(line) {
    this.#lines += `${line};`;
    this.#version++;
    this.#turn = this.#turn.then(() => this.#save());
    return Promise.all([this.#turn, this.#saveNewest()]);
  }

  async #save() {
    const text = await this.#set(this.#lines);
    await writeFile(path.join(folder, 'turns.txt'), text);
  }

  async #saveNewest() {
    const version = this.#version;
    const text = await this.#set(this.#lines);
    if (version !== this.#version) return;
    await writeFile(path.join(folder, 'newest.txt'), text);
  }

  async #set(text) {
    await delay(text.length < 8 ? 30 : 3);
    return text.toUpperCase();
  }
}

const title = 'the days';
async function saveTitle(ms) {
  const text = title.toUpperCase();
  await delay(ms);
  await writeFile(path.join(folder, 'title.txt'), text);
}

const page = new Page();
await Promise.all([page.add('hello'), page.add('world'), saveTitle(20), saveTitle(2)]);
for (const name of ['turns', 'newest', 'title']) console.log(await readFile(path.join(folder, `${name}.txt`), 'utf8'));
await rm(folder, { recursive: true });
