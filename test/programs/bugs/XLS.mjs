// expect: race.order.use-after-close 44,46
/**
 * XLS: xlsx-extract, https://github.com/ffalt/xlsx-extract issue 7 ("emits 'row' after 'end' sometimes"; users see "write after end").
 * Root cause: 'end' is told when the archive has been read, while the parser is still at work on entries that it got before; rows come after the end.
 * Original fix: the extractor counts what is under way and tells the end with the last of them.
 */
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
    let rest = '';
    archive.on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      this.parse(lines);
    });
    await once(archive, 'end');
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
copy.on('error', () => {});
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
