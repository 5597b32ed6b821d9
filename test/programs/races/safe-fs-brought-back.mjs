// expect: nothing
import { mkdtemp, open, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const dir = await mkdtemp(path.join(os.tmpdir(), 'badges-'));
const fileOf = (id) => path.join(dir, `${id}.json`);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
await writeFile(fileOf('b7'), '{"uses":1}');

async function use(id) {
  // Only what is still there is written: `r+` makes no file.

  const badge = JSON.parse(await readFile(fileOf(id), 'utf8'));
  await pause(20);
  const file = await open(fileOf(id), 'r+').catch(() => undefined);
  await file?.write(JSON.stringify({ ...badge, uses: badge.uses + 1 }), 0);
  await file?.close();
}

async function takeBack(id) {
  await unlink(fileOf(id));
}

const using = use('b7');
await pause(8);
await Promise.all([using, takeBack('b7')]);
await rm(dir, { recursive: true });
