// expect: promise.floating 14
// The importer waits for none of its writes, and comes back; who waited for it lists the folder, and finds some of them or none.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

class Importer {
  count = 0;
  constructor(folder) {
    this.folder = folder;
  }
  async take(records) {
    for (const record of records) {
      this.#store(record);
      this.count++;
    }
    return this.count;
  }
  async #store(record) {
    await writeFile(join(this.folder, `${record.id}.json`), JSON.stringify(record));
  }
}

async function main() {
  const folder = await mkdtemp(join(tmpdir(), 'importer-'));
  const importer = new Importer(folder);
  console.log(await importer.take([{ id: 1 }, { id: 2 }, { id: 3 }]));
  const names = await readdir(folder);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await rm(folder, { recursive: true, force: true });
  return names.length >= 0;
}
console.log(await main());
