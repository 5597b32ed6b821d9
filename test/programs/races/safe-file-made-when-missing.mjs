// expect: nothing
// Maps of districts are drawn once and kept in files. Two that ask for one nobody has drawn yet draw it both, each beside the file, and put it there whole: they are alike.
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

async function mapOf(district) {
  const kept = await archive.get(district);
  if (kept.found) return kept.text;
  await sleep(2);
  const text = `${district}: ${'.'.repeat(district.length)}\n`;
  await archive.set(district, text);
  return text;
}

const maps = await Promise.all(['harbour', 'mill', 'harbour', 'mill'].map((district) => mapOf(district)));
console.log(maps.length, new Set(maps).size);
await rm(folder, { recursive: true });
