// expect: nothing
// What was listed or checked may have gone: the code says that it knows.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { access, readdir, readFile, rm, stat, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = mkdtempSync(path.join(tmpdir(), 'il-missing-'));
for (let i = 0; i < 4; i++) writeFileSync(path.join(folder, `${i}.bin`), 'x');

async function size() {
  let bytes = 0;
  for (const name of await readdir(folder)) {
    try {
      bytes += (await stat(path.join(folder, name))).size;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  return bytes;
}

async function evict() {
  for (const name of (await readdir(folder)).slice(2)) await unlink(path.join(folder, name)).catch(() => {});
}

async function first(name) {
  try {
    await access(path.join(folder, name));
    return await readFile(path.join(folder, name), 'utf8');
  } catch {
    return '';
  }
}

await Promise.all([size(), evict(), first('3.bin')]);
await rm(folder, { recursive: true });
console.log('done');
