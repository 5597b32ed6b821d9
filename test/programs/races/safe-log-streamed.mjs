// expect: nothing
// The visits of yesterday are left out line by line, with streams; a visit that comes meanwhile has its turn after that.
import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const folder = await mkdtemp(path.join(os.tmpdir(), 'visits-'));
const file = path.join(folder, 'visits.txt');
let turn = Promise.resolve();

function inTurn(work) {
  turn = turn.then(work);
  return turn;
}

function visit(page) {
  return inTurn(() => appendFile(file, `today ${page}\n`));
}

function leaveOutOld() {
  return inTurn(async () => {
    const draft = `${file}.${process.pid}`;
    const out = createWriteStream(draft);
    const lines = createInterface({ input: createReadStream(file) });
    for await (const line of lines) {
      if (line.startsWith('today')) out.write(`${line}\n`);
    }
    out.end();
    await once(out, 'finish');
    await rename(draft, file);
  });
}

await appendFile(file, 'yesterday /\ntoday /\n');
await Promise.all([leaveOutOld(), visit('/news')]);
console.log((await readFile(file, 'utf8')).includes('yesterday'));
await rm(folder, { recursive: true });
