// expect: race.fs.lost-update 34,21
// Notes on districts are kept in files. Two that have one for a district of which nothing is known yet begin a list each, and put it in place whole: one of the notes is gone.
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

class Archive {
  #serial = 0;

  constructor(folder) {
    this.folder = folder;
  }

  fileOf(district) {
    return join(this.folder, district);
  }

  async get(district) {
    try {
      return { found: true, text: await readFile(this.fileOf(district), 'utf8') };
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
      return { found: false, text: '' };
    }
  }

  // Beside it first, then in its place.
  async set(district, text) {
    const file = this.fileOf(district);
    const beside = `${file}.${this.#serial++}`;

    await writeFile(beside, text);
    await rename(beside, file);
    return file;
  }
}

const folder = await mkdtemp(join(tmpdir(), 'archive-'));
const archive = new Archive(folder);

async function note(district, line) {
  const kept = await archive.get(district);
  await sleep(2);
  const text = `${kept.text}${line}\n`;
  await archive.set(district, text);
  return text;
}

const notes = await Promise.all(['a mast fell', 'no wind', 'two ships'].map((line) => note('harbour', line)));
console.log(notes.length, new Set(notes).size);
await rm(folder, { recursive: true });
