// expect: nothing
// What the two write stands in the code: nothing of what was read goes into it, and so no update is lost.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'page-'));
const page = path.join(folder, 'page.txt');

async function build() {
  const text = await fs.readFile(page, 'utf8');
  return text.length;
}

async function breakPage() {
  await build();
  await sleep(3);
  await fs.writeFile(page, 'broken');
}

async function emptyPage() {
  await sleep(1);
  await build();
  await sleep(60);
  await fs.writeFile(page, '');
}

await fs.writeFile(page, 'whole');
await Promise.all([breakPage(), emptyPage()]);
await build();
console.log('built');
await fs.rm(folder, { recursive: true });
