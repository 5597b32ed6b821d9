// expect: nothing
// A lock whose holder has crashed is moved aside by whoever finds it too old: one of them does it, and looks again at what it has moved. Who has the lock removes it.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'lock-'));
const file = path.join(dir, 'deploy.lock');
const old = new Date(Date.now() - 60_000);
await fs.writeFile(file, 'crashed');
await fs.utimes(file, old, old);

const isOld = async (name) => {
  const stat = await fs.stat(name).catch(() => null);
  return stat !== null && Date.now() - stat.mtimeMs > 5000;
};

async function lock(owner, pause) {
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      const handle = await fs.open(file, 'wx');
      await handle.close();
      return true;
    } catch (err) {
      if (err.code !== 'EEXIST') throw err;
    }
    if (await isOld(file)) {
      await sleep(pause);
      const aside = `${file}.${owner}.${attempt}`;
      try {
        await fs.rename(file, aside);
      } catch {
        continue;
      }
      if (await isOld(aside)) await fs.rm(aside, { force: true });
      else await fs.link(aside, file).catch(() => {});
    } else await sleep(5);
  }
  return false;
}

async function deploy(owner, pause) {
  if (!(await lock(owner, pause))) return 'gave up';
  try {
    await sleep(10);
    return owner;
  } finally {
    await fs.rm(file, { force: true });
  }
}

const done = await Promise.all([deploy('quick', 1), deploy('slow', 40)]);
console.log(done.length);
await fs.rm(dir, { recursive: true });
