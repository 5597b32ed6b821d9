// expect: nothing
// A manifest is put aside while another one stands in for it, and the second build begins when the first one has ended.
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
let last = Promise.resolve();
function inTurn(parts) {
  last = last.then(() => build(manifest, parts));
  return last;
}
const built = await Promise.allSettled([inTurn(['a', 'b']), inTurn(['c'])]);
console.log(built.length);
await fs.rm(folder, { recursive: true });
