// expect: race.fs.toctou 15,24
// A line that is down at first, and tried again, too; but two clerks take down the same telegram at a time, and the slow one, who has found no sheet, begins another one where the first has begun his.
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const office = await mkdtemp(path.join(tmpdir(), 'il-office-'));
const sheet = path.join(office, 'sheet');

async function receive(words, pause, isDown) {
  const have = await stat(sheet).then(
    ({ size }) => size,
    () => 0,
  );
  await sleep(pause);
  function* wire() {
    if (isDown) throw new Error('the line is down');
    yield words.slice(have);
  }
  await pipeline(Readable.from(wire()), createWriteStream(sheet, { flags: have > 0 ? 'a' : 'w' }));
}

async function clerk(words, pause, downs) {
  for (let left = downs; ; left--) {
    try {
      return await receive(words, pause, left > 0);
    } catch (error) {
      if (!/line is down/.test(error.message)) throw error;
    }
  }
}

await Promise.all([clerk('arriving monday', 3, 1), clerk('arriving monday', 60, 0)]);
console.log((await readFile(sheet, 'utf8')).length > 0);
await rm(office, { recursive: true });
