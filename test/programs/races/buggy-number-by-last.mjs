// expect: race.fs.toctou 21,13
// The next entry of a journal gets its number by the last one: two that both look before either has added its own have the same number. The look is in a method of its own.
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

class Journal {
  constructor(file) {
    this.file = file;
  }

  async entries() {
    const text = await readFile(this.file, 'utf8');
    return text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }

  async post(amount) {
    const entries = await this.entries();
    const last = entries.at(-1);
    const entry = { number: (last?.number ?? 0) + 1, amount };
    await appendFile(this.file, `${JSON.stringify(entry)}\n`);
    return entry;
  }
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-journal-'));
const file = path.join(folder, 'journal.ndjson');
await writeFile(file, '');
const journal = new Journal(file);
await journal.post(100);
await Promise.all([journal.post(20), journal.post(30)]);
console.log((await journal.entries()).length);
await rm(folder, { recursive: true });
