// expect: race.fs.toctou 28,23
// A lock whose holder has crashed is removed with `rm` by whoever finds it too old, though another one may have made its own by then.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'lock-'));
const file = path.join(dir, 'deploy.lock');
const old = new Date(Date.now() - 60_000);
await fs.writeFile(file, 'crashed');
await fs.utimes(file, old, old);

async function lock(owner, pause) {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const handle = await fs.open(file, 'wx');
      await handle.close();
      return true;
    } catch (err) {
      if (err.code !== 'EEXIST') throw err;
    }
    const stat = await fs.stat(file).catch(() => null);
    if (!stat || Date.now() - stat.mtimeMs < 5000) {
      await sleep(5);
    } else {
      await sleep(pause);
      await fs.rm(file, { force: true });
    }
  }
  return false;
}

const held = await Promise.all([lock('quick', 1), lock('slow', 60)]);
console.log(held.some(Boolean));
await fs.rm(dir, { recursive: true });
