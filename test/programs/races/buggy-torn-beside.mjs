// expect: race.fs.torn-read 12,16
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const dir = await mkdtemp(join(tmpdir(), 'menu-'));
const file = join(dir, 'menu.json');

async function print(dishes) {
  const menu = { dishes, printed: Date.now() };
  await writeFile(file, JSON.stringify(menu));
}
async function announce() {
  await sleep(170);
  const text = await readFile(file, 'utf8');
  return JSON.parse(text).dishes.length;
}
async function cook() {
  await sleep(5);
  await print(['soup', 'rice', 'plums']);
}
await print(['soup']);
const [, count] = await Promise.all([cook(), announce()]);
console.log(count);
await rm(dir, { recursive: true });
