// expect: race.order.use-after-close 12
// A stream is ended by a call that does not wait for those that were made before it: whatever they write comes too late, every time.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = await fs.promises.mkdtemp(path.join(os.tmpdir(), 'il-end-'));
const log = fs.createWriteStream(path.join(folder, 'log.txt'));
log.on('error', () => {});
async function note(file) {
  const { size } = await fs.promises.stat(file);
  log.write(`${size}\n`);
}
async function finish() {
  log.end('done\n');
}
const notes = ['.', '..'].map(note);
await finish();
await Promise.all(notes);
await fs.promises.rm(folder, { recursive: true });
console.log('done');
