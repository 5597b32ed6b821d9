// expect: nothing
import { appendFile as appendFileLater, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

class Journal {
  constructor(file) {
    this.file = file;
    this.last = undefined;
  }
  /** What it has begun, `settled` waits for. */
  note(event) {
    this.last = appendFile(this.file, `${event}\n`);
  }
  async settled() {
    await this.last;
  }
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'journal-'));
const journal = new Journal(path.join(folder, 'journal.txt'));
const other = new Journal(path.join(folder, 'other.txt'));
journal.note('opened');
other.note('opened');
await journal.settled();
await writeFile(journal.file, 'created\nrenamed\n');
await other.settled();

// Two appends that are both under way lose nothing, and a file is written when the append to it has called back.
other.note('closed');
const second = appendFile(other.file, 'really\n');
await Promise.all([other.settled(), second]);
await new Promise((resolve, reject) => {
  appendFileLater(journal.file, 'closed\n', (error) => (error ? reject(error) : writeFile(journal.file, 'empty\n').then(resolve, reject)));
});
console.log(readFileSync(journal.file, 'utf8').trim());
rmSync(folder, { recursive: true });
