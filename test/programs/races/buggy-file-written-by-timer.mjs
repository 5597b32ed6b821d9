// expect: race.fs.lost-update 14,11
// Two sales read the same book, and write it back when the till has closed.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = mkdtempSync(path.join(os.tmpdir(), 'till-'));
const book = path.join(folder, 'book.json');
writeFileSync(book, '[]');
function sell(what, ms, done) {
  const sales = JSON.parse(readFileSync(book, 'utf8'));
  sales.push(what);
  setTimeout(() => {
    writeFileSync(book, JSON.stringify(sales));
    done();
  }, ms);
}

let open = 2;
function close() {
  if (--open > 0) return;
  console.log(readFileSync(book, 'utf8'));
  rmSync(folder, { recursive: true });
}
sell('tea', 20, close);
sell('jam', 30, close);
