// expect: race.fs.torn-read 20,39; race.fs.torn-read 44,28
// A call fills a file piece by piece, by a stream and by a handle, and another task takes it for whole as soon as it is there.
import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-filled-'));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function* pages() {
  for (let page = 1; page <= 2; page++) {
    yield `page ${page}\n`;
    await pause(140);
  }
}

async function print(target) {
  await pipeline(pages(), createWriteStream(target));
  return target;
}

async function summarize(target) {
  const file = await open(target, 'w');
  for await (const page of pages()) {
    begun?.();
    await file.appendFile(page.toUpperCase());
  }
  await file.close();
}

async function appeared(file) {
  while (!existsSync(file)) await pause(20);
  return file;
}

async function send(file) {
  const text = await readFile(await appeared(file), 'utf8');
  return text.split('\n').length > 0;
}

async function post(file) {
  const text = await readFile(file, 'utf8');
  return text.split('\n').length > 0;
}

const book = path.join(folder, 'book.txt');
console.log(await Promise.all([print(book), send(book)]).then(([, sent]) => sent));

let begun;
const isBegun = new Promise((resolve) => (begun = resolve));
const summary = path.join(folder, 'summary.txt');
const summarizing = summarize(summary);
await isBegun;
await pause(30);
console.log(await post(summary));
await summarizing;
await rm(folder, { recursive: true });
