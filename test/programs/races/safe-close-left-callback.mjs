// expect: nothing
// The callback that uses a stream, or a connection, closes it; what comes back later looks whether it is there, or has another one by then.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-left-'));
const log = fs.createWriteStream(path.join(folder, 'log.txt'));
log.on('error', (failure) => console.log(failure.code));
fs.readFile(new URL(import.meta.url), (failure, text) => {
  log.write(text);
  log.end('end\n');
});

let client = { rows: 0, insert: (text) => text.length, close: () => {} };
client.close();
async function fill() {
  const { size } = await fs.promises.stat(folder);
  if (client === null) return;
  client.insert(String(size));
}
const filled = fill();
client = null;
await filled;
async function refill() {
  const { size } = await fs.promises.stat(folder);
  client.insert(String(size));
}
const refilled = refill();
client = null;
client = { rows: 1, insert: (text) => text.length, close: () => {} };
await refilled;
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
