// expect: nothing
// The place is taken in the step in which the next one is known; and one who looks at the size of each part after it was written goes by nothing.
import { mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-place-'));
const handle = await open(path.join(folder, 'segment'), 'w+');
let end = (await handle.stat()).size;

async function append(id) {
  const bytes = Buffer.alloc(32);
  bytes.write(JSON.stringify({ id }));
  const at = end;
  end += bytes.length;
  await handle.write(bytes, 0, bytes.length, at);
  const { size } = await handle.stat();
  return size > at ? at : -1;
}

const places = await Promise.all([append(1), append(2)]);
console.log('places', new Set(places).size);
await handle.close();
await rm(folder, { recursive: true });
