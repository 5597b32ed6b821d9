// expect: race.fs.lost-update 20; race.fs.lost-update 26
// A file is written at each change, and an export by two requests: the second begins while the first is still at it.
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

class Preferences {
  values = {};
  constructor(file) {
    this.file = file;
  }
  set(key, value) {
    this.values[key] = value;
    this.save().catch((error) => console.error(error));
  }
  async save() {
    await writeFile(this.file, JSON.stringify(this.values));
  }
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-together-'));
async function exportRows(name, count) {
  const out = createWriteStream(path.join(folder, 'export.csv'));
  for (let i = 0; i < count; i++) {
    out.write(`${name},${i}\n`);
    await delay(2);
  }
  out.end();
  await finished(out);
}

const preferences = new Preferences(path.join(folder, 'preferences.json'));
preferences.set('history', 'x'.repeat(100_000));
preferences.set('history', '');
await delay(30);
await Promise.all([exportRows('orders', 5), exportRows('customers', 3)]);
console.log((await readFile(path.join(folder, 'export.csv'), 'utf8')).length > 0);
await rm(folder, { recursive: true });
