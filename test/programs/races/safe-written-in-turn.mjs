// expect: nothing
// A file is written again only when the last writing of it is done, to a name of its own and moved, or after the older one has been moved away; and what is thrown away at any time.
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

class Preferences {
  values = {};
  saving = false;
  dirty = false;
  constructor(file) {
    this.file = file;
  }
  set(key, value) {
    this.values[key] = value;
    this.dirty = true;
    this.save().catch((error) => console.error(error));
  }
  async save() {
    if (this.saving) return;
    this.saving = true;
    while (this.dirty) {
      this.dirty = false;
      await writeFile(this.file, JSON.stringify(this.values));
    }
    this.saving = false;
  }
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-in-turn-'));
let serial = 0;
async function publish(text) {
  const draft = path.join(folder, `news.${++serial}`);
  await writeFile(draft, text);
  await rename(draft, path.join(folder, 'news.txt'));
}

async function log(file) {
  const first = createWriteStream(file);
  first.write('one\n');
  await delay(10);
  await rename(file, `${file}.1`);
  const second = createWriteStream(file);
  second.write('two\n');
  first.end('the end of one\n');
  second.end();
  await Promise.all([finished(first), finished(second)]);
}

const preferences = new Preferences(path.join(folder, 'preferences.json'));
preferences.set('history', 'x'.repeat(100_000));
preferences.set('history', '');
await Promise.all([writeFile(os.devNull, 'a'), writeFile(os.devNull, 'b')]);
await Promise.all([publish('a'), publish('b')]);
await log(path.join(folder, 'app.log'));
await delay(30);
console.log((await readFile(path.join(folder, 'preferences.json'), 'utf8')).length);
await rm(folder, { recursive: true });
