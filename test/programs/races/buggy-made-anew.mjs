// expect: race.fs.toctou 14 ; race.fs.toctou 21
// Two editions are set at once: each clears the tray for its plates, and hangs up the sign with its name.
import { mkdir, mkdtemp, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const press = await mkdtemp(path.join(os.tmpdir(), 'interleave-press-'));
const tray = path.join(press, 'tray');
const sign = path.join(press, 'sign');

async function clear() {
  await rm(tray, { recursive: true, force: true });
  await mkdir(tray);
}

async function setEdition(name, ms) {
  await delay(ms);
  await clear();
  await unlink(sign);
  await symlink(name, sign);
  await writeFile(path.join(tray, `${name}.plate`), name);
}

await symlink('nothing', sign);
const editions = await Promise.allSettled([setEdition('morning', 5), setEdition('evening', 120)]);
console.log(editions.length, 'editions');
await rm(press, { recursive: true, force: true });
