// expect: race.fs.toctou 16,14
// A file is put down for later; a sweep that takes all it finds for left over removes it before its task comes back to it.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-swept-'));
const spool = path.join(folder, 'spool');
await mkdir(spool);

async function thumbnail(id, ms) {
  const draft = path.join(spool, `upload-${id}`);
  await writeFile(draft, `image ${id}`);
  await delay(ms);
  return (await readFile(draft, 'utf8')).length;
}

async function sweep() {
  for (const name of await readdir(spool)) await rm(path.join(spool, name), { force: true });
}

const jobs = [thumbnail(1, 5), thumbnail(2, 150)];
const done = Promise.allSettled(jobs);
await delay(70);
await sweep();
console.log((await done).map((job) => job.status).join(' '));
await rm(folder, { recursive: true });
