// expect: nothing
// A stream is ended by a call that waits for those that were made before it; what comes later sees that it has ended.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = await fs.promises.mkdtemp(path.join(os.tmpdir(), 'il-end-'));
const log = fs.createWriteStream(path.join(folder, 'log.txt'));
let notes = [];
async function note(file) {
  const { size } = await fs.promises.stat(file);
  if (!log.writableEnded) log.write(`${size}\n`);
}
async function finish() {
  await Promise.all(notes);
  await new Promise((resolve) => log.end('done\n', resolve));
}
notes = ['.', '..'].map(note);
await finish();
await note('.');
await fs.promises.rm(folder, { recursive: true });
console.log('done');
