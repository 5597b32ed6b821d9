// expect: race.fs.toctou 15
// As safe-flushed-by-handle.mjs, but whoever finds no file writes an empty one, over what the other has put there meanwhile.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'flushed-'));
const file = path.join(folder, 'data.txt');

async function save(own, text) {
  const isThere = await fs.access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) await fs.writeFile(file, '');
  const handle = await fs.open(file, 'r+');
  await handle.sync();
  await handle.close();
  await fs.writeFile(own, text);
  await fs.rename(own, file);
}

await Promise.all([save(`${file}.1`, 'one\n'), save(`${file}.2`, 'two\n')]);
console.log((await fs.readdir(folder)).join());
await fs.rm(folder, { recursive: true });
