// expect: race.order.use-after-close? 18,29
// A kiln writes down each firing when it has cooled; an alarm closes the book, whatever is still hot. In this run all has cooled by then.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiln-'));

class Kiln {
  constructor(book) {
    this.book = book;
  }

  async fire(piece, degrees) {
    const weight = await this.cool(piece, degrees);
    this.book.write(`${piece} ${weight}\n`);
  }

  async cool(piece, degrees) {
    await sleep(degrees / 10);
    return piece.length;
  }
}

const book = fs.createWriteStream(path.join(folder, 'firings.txt'));
const kiln = new Kiln(book);
const leave = () => book.end();

for (const piece of ['bowl', 'vase', 'saucer']) void kiln.fire(piece, 900);
setTimeout(leave, 150);

await once(book, 'finish');
console.log(fs.readFileSync(book.path, 'utf8').trim().split('\n').length);
fs.rmSync(folder, { recursive: true });
