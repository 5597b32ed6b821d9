// expect: nothing
// Two writers of one file put a whole new one in its place; that it is there only says whether it is flushed first, by a handle that makes and changes nothing.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'flushed-'));
const file = path.join(folder, 'data.txt');
await fs.writeFile(file, 'empty\n');

async function flush(name) {
  const handle = await fs.open(name, 'r+');
  await handle.sync();
  await handle.close();
}

async function save(own, text) {
  const isThere = await fs.access(file).then(
    () => true,
    () => false,
  );
  if (isThere) await flush(file);
  await fs.writeFile(own, text);
  await flush(own);
  await fs.rename(own, file);
}

await Promise.all([save(`${file}.1`, 'one\n'), save(`${file}.2`, 'two\n')]);
console.log((await fs.readdir(folder)).join());
await fs.rm(folder, { recursive: true });
