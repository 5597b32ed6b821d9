// expect: race.fs.torn-read buggy-torn-copied.mjs:18
// What is copied is read: a copy that is made while the file is being written has half of it.
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-copy-'));
const file = path.join(folder, 'books.json');
const books = Array.from({ length: 60_000 }, (_, i) => ({ id: i, title: `Book ${i}` }));

async function save() {
  const text = JSON.stringify(books);
  for (let i = 0; i < 4; i++) await writeFile(file, text);
}

async function backup() {
  for (let i = 0; i < 8; i++) {
    await copyFile(file, `${file}.${i}`);
  }
}

await writeFile(file, '[]');
await Promise.all([save(), backup()]);
await rm(folder, { recursive: true });
console.log('done');
