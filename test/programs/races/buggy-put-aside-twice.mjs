// expect: race.fs.toctou 11,18
// A manifest is put aside while another one stands in for it. A second build begins meanwhile, and finds nothing to put aside, or what stands in.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'aside-'));

async function build(manifest, parts) {
  await fs.rename(manifest, `${manifest}.kept`);
  try {
    await fs.writeFile(manifest, JSON.stringify({ parts }));
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
