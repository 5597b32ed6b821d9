// expect: nothing
// A call fills a file piece by piece and gives it its name when it is whole; another one says when it is; who follows a file reads it again until its end is there; and a journal is read as far as it goes.
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, open, readFile, rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-filled-'));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function* pages() {
  for (let page = 1; page <= 2; page++) {
    yield `page ${page}\n`;
    await pause(60);
  }
}

async function print(target) {
  await pipeline(pages(), createWriteStream(`${target}.part`));
  await rename(`${target}.part`, target);
}

async function appeared(file) {
  while (!existsSync(file)) await pause(20);
  return file;
}

async function send(file) {
  const text = await readFile(await appeared(file), 'utf8');
  return text.split('\n').length > 0;
}

async function dump(target, onFilled) {
  const out = createWriteStream(target);
  for await (const page of pages()) out.write(page);
  out.end();
  await once(out, 'close');
  onFilled();
}

async function post(file, filled) {
  await filled;
  return (await readFile(file, 'utf8')).length;
}

async function list(target) {
  const out = createWriteStream(target);
  for await (const page of pages()) out.write(page);
  out.end('end');
  await once(out, 'finish');
}

async function follow(file) {
  for (;;) {
    await pause(25);
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.endsWith('end')) return text.length;
  }
}

/** A reader that goes on where it was. */
async function tail(file) {
  let from = 0;
  let text = '';
  while (!text.endsWith('end')) {
    await pause(25);
    if (!existsSync(file)) continue;
    for await (const chunk of createReadStream(file, { start: from, encoding: 'utf8' })) {
      from += chunk.length;
      text += chunk;
    }
  }
  return text.length;
}

class Journal {
  #out;

  async open(file) {
    this.#out = createWriteStream(file);
    await once(this.#out, 'open');
  }

  note(text) {
    return new Promise((resolve) => this.#out.write(text, resolve));
  }

  async close() {
    this.#out.end();
    await once(this.#out, 'close');
  }
}

async function show(file) {
  return (await readFile(file, 'utf8')).length;
}

const at = (name) => path.join(folder, name);
await Promise.all([print(at('book.txt')), send(at('book.txt'))]);

let filled;
const isFilled = new Promise((resolve) => (filled = resolve));
await Promise.all([dump(at('dump.txt'), filled), post(at('dump.txt'), isFilled)]);
await Promise.all([list(at('list.txt')), follow(at('list.txt'))]);
await Promise.all([list(at('more.txt')), tail(at('more.txt'))]);

const journal = new Journal();
await journal.open(at('journal.txt'));
const working = (async () => {
  for (let step = 0; step < 2; step++) {
    await journal.note(`step ${step}\n`);
    await pause(60);
  }
})();
await pause(30);
console.log((await show(at('journal.txt'))) > 0);
await working;
await journal.close();

const file = await open(at('summary.txt'), 'w');
await file.appendFile('one');
await file.appendFile('two');
await file.close();
console.log(await show(at('summary.txt')));
await rm(folder, { recursive: true });
