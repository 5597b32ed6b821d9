// expect: race.fs.lost-update 27,22
// A guest book is written anew from what the porter knows, beside its place, and moved there after the ink is dry; a guest who signs in between signs the old one.
import { appendFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'guests-'));
const book = path.join(folder, 'book.txt');
const known = new Map();

function note(name, room) {
  known.set(name, room);
  return `${name} ${room}\n`;
}

async function enter(names) {
  for (const name of names) await appendFile(book, note(name, 1));
}

async function sign(name, room) {
  await appendFile(book, note(name, room));
}

async function copy() {
  await writeFile(`${book}.fair`, [...known].map(([name, room]) => `${name} ${room}\n`).join(''));
  await sleep(120).then(() => rename(`${book}.fair`, book));
}

await enter(['ada', 'bert', 'ada']);
const copied = copy();
await sleep(30);
await sign('cleo', 7);
await copied;
console.log('cleo is in the book:', (await readFile(book, 'utf8')).includes('cleo'));
await rm(folder, { recursive: true });
