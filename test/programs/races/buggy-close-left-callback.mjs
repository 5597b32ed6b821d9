// expect: race.order.use-after-close 11,13 ; race.order.use-after-close 19,23
// A stream is ended, and a connection given up, in the step that has set going what will use them: they are never there any more.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-left-'));
const log = fs.createWriteStream(path.join(folder, 'log.txt'));
log.on('error', (failure) => console.log(failure.code));
fs.readFile(new URL(import.meta.url), (failure, text) => {
  log.write(text);
});
log.end('begin\n');

let client = { rows: 0, insert: (text) => text.length, close: () => {} };
client.close();
async function fill() {
  const { size } = await fs.promises.stat(folder);
  client.insert(String(size));
}
client = { rows: 1, insert: (text) => text.length, close: () => {} };
const filled = fill().catch((failure) => console.log(failure.name));
client = null;
await filled;
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
