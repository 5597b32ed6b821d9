// expect: nothing
// A manifest is put aside, and put back later. A second build that finds nothing to put aside is ready for that: somebody else is at it.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'aside-'));

async function build(manifest, parts) {
  try {
    await fs.rename(manifest, `${manifest}.kept`);
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    throw error;
  }
  try {
    await sleep(10);
    return parts.length;
  } finally {
    // Whoever comes last has nothing to put back.
    await fs.rename(`${manifest}.kept`, manifest).catch(() => {});
  }
}

const manifest = path.join(folder, 'manifest.json');
await fs.writeFile(manifest, '{"name":"all"}');
const built = await Promise.allSettled([build(manifest, ['a', 'b']), build(manifest, ['c'])]);
console.log(built.length);
await fs.rm(folder, { recursive: true });
