// expect: nothing
// A journal that is read, then appended to through one descriptor by several tasks.
import { open, readFile, rm } from 'node:fs/promises';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'journal-')), 'journal.log');
fs.writeFileSync(file, 'start\n');
const fd = fs.openSync(file, 'a');
const stream = fs.createWriteStream(file, { flags: 'a' });
const handle = await open(file, 'a');
async function record(name) {
  const before = await readFile(file, 'utf8');
  const n = before.split('\n').length;
  await new Promise((r) => fs.write(fd, `${name} callback ${n}\n`, r));
  await new Promise((r) => stream.write(`${name} stream ${n}\n`, r));
  await handle.write(`${name} handle ${n}\n`);
  fs.writeSync(fd, `${name} sync ${n}\n`);
}
await Promise.all(['a', 'b', 'c'].map(record));
await handle.close();
fs.closeSync(fd);
await new Promise((r) => stream.end(r));
console.log((await readFile(file, 'utf8')).split('\n').length);
await rm(path.dirname(file), { recursive: true });
