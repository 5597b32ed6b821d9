// expect: nothing
// A file is looked for before a stream writes it anew, by one call after the other: what the stream opens is no other task's.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stream-checked-'));
const file = path.join(folder, 'lines~');
const exists = (name) => fs.promises.access(name).then(() => true, () => false);

const write = (name, lines) =>
  new Promise((resolve, reject) => {
    const stream = fs.createWriteStream(name);
    stream.on('error', reject);
    for (const line of lines) stream.write(`${line}\n`);
    stream.end(resolve);
  });

async function recover() {
  if (await exists(file)) await fs.promises.rename(file, `${file}old`);
}

async function save(lines) {
  await write(file, lines);
  await fs.promises.rename(file, path.join(folder, 'lines'));
}

async function load(lines) {
  await recover();
  await save(lines);
}

await load(['one', 'two']);
await save(['one', 'two', 'three']);
console.log(fs.readFileSync(path.join(folder, 'lines'), 'utf8').length);
fs.rmSync(folder, { recursive: true });
