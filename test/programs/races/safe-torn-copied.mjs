// expect: nothing
// Each writing is beside the file and moved to its place; and who copies a file before it writes it, alone, keeps what was there.
import { copyFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-copy-'));
const file = path.join(folder, 'books.json');
const settings = path.join(folder, 'settings.json');
const books = Array.from({ length: 20_000 }, (_, i) => ({ id: i, title: `Book ${i}` }));

async function save() {
  for (let i = 0; i < 4; i++) {
    await writeFile(`${file}.new`, JSON.stringify(books));
    await rename(`${file}.new`, file);
  }
}

async function backup() {
  for (let i = 0; i < 4; i++) await copyFile(file, `${file}.${i}`);
}

async function change(n) {
  await copyFile(settings, `${settings}.old`);
  await writeFile(settings, JSON.stringify({ n }));
}

await writeFile(file, '[]');
await writeFile(settings, '{}');
await Promise.all([save(), backup()]);
await change(1);
await change(2);
await rm(folder, { recursive: true });
console.log('done');
