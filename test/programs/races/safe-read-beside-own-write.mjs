// expect: nothing
// never: race.fs.lost-update
// A check reads a file while it writes it, again and again, and looks at what it has read: each round waits for both, and none writes back what another has read.
import fs, { promises as files } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'whole-'));
const file = path.join(folder, 'page');
let drafts = 0;

async function store(text) {
  const draft = `${file}.${drafts++}`;
  await files.writeFile(draft, text);
  await delay(20);
  await files.rename(draft, file);
}

async function load() {
  return files.readFile(file, 'utf8');
}

async function isAlwaysWhole() {
  for (let round = 0; round < 3; round++) {
    const text = (round % 2 === 0 ? 'a' : 'b').repeat(1000);
    const [, ...seen] = await Promise.all([store(text), load(), load()]);
    if (seen.some((one) => one.length !== 1000)) return false;
    await delay(20);
  }
  return true;
}

setTimeout(async () => {
  await store('c'.repeat(1000));
  setTimeout(async () => {
    console.log(await isAlwaysWhole());
    fs.rmSync(folder, { recursive: true });
  }, 30);
}, 10);
