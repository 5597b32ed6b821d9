// expect: nothing
// Whoever puts a file into a folder has waited for the folder; each may make it for himself, and it may have been there before.
import fs from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'interleave-under-way-'));

class Album {
  constructor(name) {
    this.folder = path.join(root, name);
    this.ready = this.prepare();
  }

  async prepare() {
    await mkdir(this.folder, { recursive: true });
  }

  async save(title) {
    await this.ready;
    await writeFile(path.join(this.folder, `${title}.txt`), title);
  }
}

// Each makes it first: the second making of it may still be under way.
async function send(name, text) {
  await mkdir(path.join(root, 'outbox'), { recursive: true });
  await writeFile(path.join(root, 'outbox', name), text);
}

// It was listed, and is made anew for whoever comes after it was cleared.
async function note(name) {
  const folder = path.join(root, 'notes');
  void mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, name), name);
}

// Where it is missing, it is made, and the file is written again.
async function keep(text) {
  const file = path.join(root, 'kept', 'file');
  await writeFile(file, text).catch(async () => {
    await mkdir(path.dirname(file));
    await writeFile(file, text);
  });
}

fs.mkdirSync(path.join(root, 'notes'));
console.log(await readdir(path.join(root, 'notes')));
const album = new Album('summer');
await Promise.all([album.save('sea'), album.save('sand'), send('a', 'one'), send('b', 'two'), note('first'), keep('x')]);
fs.rmSync(root, { recursive: true });
