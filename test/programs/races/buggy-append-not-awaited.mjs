// expect: race.fs.lost-update 21,13
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

class Journal {
  constructor(file) {
    this.file = file;
  }
  /** Looks as if it were done when it returns. */
  note(event) {
    appendFile(this.file, `${event}\n`).catch(console.error);
  }
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'journal-'));
const journal = new Journal(path.join(folder, 'journal.txt'));
const older = ['created', 'renamed'];
journal.note('opened');
await writeFile(journal.file, older.map((event) => `${event}\n`).join(''));
await new Promise((resolve) => setTimeout(resolve, 50));
console.log(readFileSync(journal.file, 'utf8').split('\n').length > 2);
rmSync(folder, { recursive: true });
