// expect: race.fs.lost-update 20,24,14
// A page is read while it is being stamped, and written back with one more line: the stamp is gone.
import fs, { promises as files } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stamped-'));
const file = path.join(folder, 'page');
let drafts = 0;

async function stamp(text) {
  await delay(30);
  await files.writeFile(file, `${text}, stamped`);
}

async function store(text) {
  const draft = `${file}.${drafts++}`;
  await files.writeFile(draft, text);
  await files.rename(draft, file);
}

async function load() {
  return files.readFile(file, 'utf8');
}

async function publish() {
  const [text] = await Promise.all([load(), stamp('page 1')]);
  await delay(20);
  await store(`${text}, published`);
}

setTimeout(async () => {
  await store('page 1');
  setTimeout(async () => {
    await publish();
    console.log(await load());
    fs.rmSync(folder, { recursive: true });
  }, 30);
}, 10);
