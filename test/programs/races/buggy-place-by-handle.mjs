// expect: race.fs.toctou buggy-place-by-handle.mjs:14
// The end of the file, as an open handle says, is the place of what is written: two calls have the same.
import { mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-place-'));
const handle = await open(path.join(folder, 'segment'), 'w+');

async function append(id) {
  const { size } = await handle.stat();
  const bytes = Buffer.alloc(32);
  bytes.write(JSON.stringify({ id }));
  await handle.write(bytes, 0, bytes.length, size);
  return size;
}

const places = await Promise.all([append(1), append(2)]);
console.log('places', new Set(places).size);
await handle.close();
await rm(folder, { recursive: true });
