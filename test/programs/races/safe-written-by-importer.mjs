// expect: nothing
// The importer waits for none of its writes where it makes them, but who goes on waits for all of them first.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

class Importer {
  count = 0;
  writes = [];
  constructor(folder) {
    this.folder = folder;
  }
  async take(records) {
    for (const record of records) {
      this.writes.push(this.#store(record));
      this.count++;
      this.#note(record);
    }
    return this.count;
  }
  /** Beside the folder, for whoever looks there some day. */
  async #note(record) {
    await writeFile(`${this.folder}.${record.id}.seen`, '');
  }
  async #store(record) {
    await writeFile(join(this.folder, `${record.id}.json`), JSON.stringify(record));
  }
}

async function main() {
  const folder = await mkdtemp(join(tmpdir(), 'importer-'));
  const importer = new Importer(folder);
  console.log(await importer.take([{ id: 1 }, { id: 2 }, { id: 3 }]));
  await Promise.all(importer.writes);
  const names = await readdir(folder);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await rm(folder, { recursive: true, force: true });
  for (const id of [1, 2, 3]) await rm(`${folder}.${id}.seen`);
  return names.length >= 0;
}
console.log(await main());
