// expect: nothing
/** The repaired twin of XLS.mjs: the end is told when everything that was parsed has been told. */
import { EventEmitter, once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xls-'));
const book = path.join(folder, 'book.csv');
fs.writeFileSync(book, Array.from({ length: 40 }, (_, i) => `row ${i}`).join('\n'));

class Extractor extends EventEmitter {
  async extract(file) {
    const archive = fs.createReadStream(file, { encoding: 'utf8', highWaterMark: 64 });
    const parsing = [];
    let rest = '';
    archive.on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      parsing.push(this.parse(lines));
    });
    await once(archive, 'end');
    await Promise.all(parsing);
    this.emit('end');
  }

  async parse(lines) {
    for (const line of lines) {
      await delay(10);
      this.emit('row', line);
    }
  }
}

const copy = fs.createWriteStream(path.join(folder, 'copy.csv'));
const extractor = new Extractor();
let rows = 0;
extractor.on('row', (row) => {
  rows++;
  copy.write(`${row}\n`);
});
extractor.on('end', () => copy.end());
extractor.extract(book);
process.on('exit', () => {
  console.log(`${rows} rows`);
  fs.rmSync(folder, { recursive: true });
});
