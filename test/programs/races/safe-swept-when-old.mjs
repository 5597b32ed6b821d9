// expect: nothing
// A file is put down for later; a sweep removes those that nobody is coming back to, and who comes back late is ready for that.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-swept-'));
const open = new Set();
await mkdir(path.join(folder, 'spool'));

async function thumbnail(id, ms) {
  const draft = path.join(folder, 'spool', `upload-${id}`);
  open.add(`upload-${id}`);
  await writeFile(draft, `image ${id}`);
  await delay(ms);
  const { length } = await readFile(draft, 'utf8');
  open.delete(`upload-${id}`);
  return length;
}

async function note(ms) {
  const draft = path.join(folder, 'spool', 'note');
  await writeFile(draft, 'note');
  await delay(ms);
  try {
    return (await readFile(draft, 'utf8')).length;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return 0;
  }
}

async function sweep() {
  for (const name of await readdir(path.join(folder, 'spool'))) {
    if (!open.has(name)) await rm(path.join(folder, 'spool', name), { force: true });
  }
}

const done = Promise.all([thumbnail(1, 5), thumbnail(2, 150), note(150)]);
await delay(70);
await sweep();
console.log((await done).join(' '));
await rm(folder, { recursive: true });
