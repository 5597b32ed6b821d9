// expect: race.fs.lost-update 19,26
// Each makes what it writes of what it has read, and one of the two is lost.
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
  const length = await build();
  await sleep(3);
  await fs.writeFile(page, 'x'.repeat(length + 1));
}

async function emptyPage() {
  await sleep(1);
  const length = await build();
  await sleep(9);
  await fs.writeFile(page, 'y'.repeat(length + 2));
}

await fs.writeFile(page, 'whole');
await Promise.all([breakPage(), emptyPage()]);
await build();
console.log('built');
await fs.rm(folder, { recursive: true });
