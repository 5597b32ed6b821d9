// expect: nothing
// The settings are loaded once, and saved by timers and by calls: the program knows what is in the file. And sales that read the book when the till has closed.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = mkdtempSync(path.join(os.tmpdir(), 'till-'));
const [book, file] = ['book.json', 'settings.json'].map((name) => path.join(folder, name));
writeFileSync(book, '[]');
writeFileSync(file, '{"saved":0}');

const settings = JSON.parse(readFileSync(file, 'utf8'));
setTimeout(() => {
  settings.saved++;
  writeFileSync(file, JSON.stringify(settings));
}, 10);
async function rename(name) {
  settings.name = name;
  await delay(20);
  await writeFile(file, JSON.stringify(settings));
}

function sell(what, ms) {
  setTimeout(() => {
    const sales = JSON.parse(readFileSync(book, 'utf8'));
    sales.push(what);
    writeFileSync(book, JSON.stringify(sales));
  }, ms);
}
sell('tea', 20);
sell('jam', 30);
await rename('till');
await delay(60);
console.log(readFileSync(book, 'utf8'), readFileSync(file, 'utf8'));
rmSync(folder, { recursive: true });
