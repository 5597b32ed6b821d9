// expect: race.fs.lost-update 10,11
// The same with descriptors that write where they stand.
import { readFile, rm } from 'node:fs/promises';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'journal-')), 'count');
fs.writeFileSync(file, '0');
const fd = fs.openSync(file, 'r+');
async function count() {
  const n = Number(await readFile(file, 'utf8'));
  await new Promise((r) => fs.write(fd, String(n + 1), 0, r));
}
await Promise.all([count(), count(), count()]);
console.log(await readFile(file, 'utf8'));
fs.closeSync(fd);
await rm(path.dirname(file), { recursive: true });
