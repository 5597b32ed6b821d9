// expect: nothing
// The same with a tray for each edition, one edition after the other where they share one, a folder that may be there already, and a sign that is put over the one before.
import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const press = await mkdtemp(path.join(os.tmpdir(), 'interleave-press-'));
const shared = path.join(press, 'shared');
const sign = path.join(press, 'sign');
let last = Promise.resolve();

async function clear(tray) {
  await rm(tray, { recursive: true, force: true });
  await mkdir(tray);
}

async function proof() {
  await rm(path.join(press, 'proof'), { recursive: true, force: true });
  await mkdir(path.join(press, 'proof'), { recursive: true });
}

function printShared(name) {
  const turn = last.then(async () => {
    await clear(shared);
    await writeFile(path.join(shared, name), name);
  });
  last = turn.catch(() => {});
  return turn;
}

async function mark(name) {
  const note = path.join(press, 'note');
  await unlink(note).catch(() => {});
  try {
    await symlink(name, note);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}

async function setEdition(name, ms) {
  await delay(ms);
  const tray = path.join(press, name);
  await clear(tray);
  await symlink(name, `${sign}.${name}`);
  await rename(`${sign}.${name}`, sign);
  await Promise.all([printShared(name), proof(), mark(name)]);
}

await Promise.all([setEdition('morning', 5), setEdition('evening', 30)]);
await clear(shared);
console.log('two editions');
await rm(press, { recursive: true, force: true });
