// expect: nothing
// The next entry of a journal gets its number by the last one, in turn; what is added beside it goes by nothing that was read.
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

class Journal {
  #tail = Promise.resolve();

  constructor(file) {
    this.file = file;
  }

  async entries() {
    const text = await readFile(this.file, 'utf8');
    return text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }

  post(amount) {
    const posted = this.#tail.then(async () => {
      const entries = await this.entries();
      const entry = { number: (entries.at(-1)?.number ?? 0) + 1, amount };
      await appendFile(this.file, `${JSON.stringify(entry)}\n`);
    });
    this.#tail = posted.catch(() => {});
    return posted;
  }

  async note(text) {
    const shown = (await this.entries()).length;
    await appendFile(this.file, `${JSON.stringify({ text })}\n`);
    return shown;
  }
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-journal-'));
const file = path.join(folder, 'journal.ndjson');
await writeFile(file, '');
const journal = new Journal(file);
await Promise.all([journal.post(20), journal.post(30), journal.post(40)]);
await Promise.all([journal.note('checked'), journal.note('printed')]);
console.log((await journal.entries()).length);
await rm(folder, { recursive: true });
