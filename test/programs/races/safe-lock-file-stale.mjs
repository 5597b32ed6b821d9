// expect: nothing
// A lock file that is left behind by a crash is found by its age and removed; whoever is refused looks at it and tries again.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const STALE_MS = 10_000;
const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'stale-'));
const lock = path.join(dir, 'names.lock');
const names = path.join(dir, 'names.json');

async function tryLock() {
  try {
    await fs.writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale() {
  try {
    const { mtimeMs } = await fs.stat(lock);
    if (Date.now() - mtimeMs > STALE_MS) await fs.unlink(lock);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

async function register(name) {
  while (!(await tryLock())) {
    await removeStale();
    await sleep(3 + name.length);
  }
  try {
    const known = JSON.parse(await fs.readFile(names, 'utf8'));
    await sleep(2);
    await fs.writeFile(names, JSON.stringify([...known, name]));
  } finally {
    await fs.unlink(lock);
  }
}

await fs.writeFile(names, '[]');
await Promise.all(['a', 'bb', 'ccc', 'dddd'].map(register));
console.log(JSON.parse(await fs.readFile(names, 'utf8')).length);
await fs.rm(dir, { recursive: true });
