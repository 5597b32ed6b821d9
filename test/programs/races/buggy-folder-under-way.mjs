// expect: race.fs.toctou 25,21 ; race.fs.toctou 43,35 ; race.fs.toctou 55,53
// A file is put into a folder that somebody else is still making: nobody waits for that.
import fs from 'node:fs';
import { access, mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'interleave-under-way-'));
const failed = (err) => err.code;

class Album {
  constructor(name) {
    this.folder = path.join(root, name);
    this.prepare().catch((err) => console.log(err.code));
  }

  async prepare() {
    try {
      await access(this.folder);
    } catch {
      await mkdir(this.folder, { recursive: true });
    }
  }
  save(title) {
    return writeFile(path.join(this.folder, `${title}.txt`), title);
  }
}

// Each part makes its own folder; forEach() does not wait.
const parts = ['inbox', 'outbox'];
async function prepareParts() {
  parts.forEach(async (part) => {
    const folder = path.join(root, part);
    if (await access(folder).catch(() => true)) {
      await mkdir(folder);
    }
  });
}

async function send(text) {
  await prepareParts();
  try {
    await writeFile(path.join(root, 'outbox', 'letter'), text);
  } catch (err) {
    return err.code;
  }
  return 'sent';
}

// The same in callbacks.
function log(line, done) {
  fs.stat(path.join(root, 'logs'), (err) => {
    if (err) fs.mkdir(path.join(root, 'logs'), () => {});
  });
  fs.appendFile(path.join(root, 'logs', 'all.log'), `${line}\n`, (err) => done(err ? err.code : 'logged'));
}

const album = new Album('summer');
const results = await Promise.all([album.save('sea').then(() => 'saved', failed), send('dear all'), new Promise((resolve) => log('start', resolve))]);
await new Promise((resolve) => setTimeout(resolve, 30));
fs.rmSync(root, { recursive: true });
console.log(results.length);
