// expect: race.fs.lost-update 14,16,20
import { mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const dir = await mkdtemp(path.join(os.tmpdir(), 'badges-'));
const fileOf = (id) => path.join(dir, `${id}.json`);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
await writeFile(fileOf('b7'), '{"uses":1}');

async function use(id) {
  // A badge that is taken back meanwhile is valid again.

  const badge = JSON.parse(await readFile(fileOf(id), 'utf8'));
  await pause(20);
  await writeFile(fileOf(id), JSON.stringify({ ...badge, uses: badge.uses + 1 }));
}

async function takeBack(id) {
  await unlink(fileOf(id));
}

const using = use('b7');
await pause(8);
await Promise.all([using, takeBack('b7')]);
await rm(dir, { recursive: true });
