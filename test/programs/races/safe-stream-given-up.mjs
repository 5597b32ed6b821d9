// expect: nothing
// A line that is down at first: what was to be written is given up while its file is still being opened, and the same call tries again, going by what is there by then.
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const office = await mkdtemp(path.join(tmpdir(), 'il-office-'));

function* wire(words, from, isDown) {
  if (isDown) throw new Error('the line is down');
  yield words.slice(from);
}

async function receive(file, words, isDown) {
  const have = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  await pipeline(Readable.from(wire(words, have, isDown)), createWriteStream(file, { flags: have > 0 ? 'a' : 'w' }));
}

async function telegram(name, words) {
  const file = path.join(office, name);
  for (let downs = 3; ; downs--) {
    try {
      await receive(file, words, downs > 0);
      break;
    } catch (error) {
      if (!/line is down/.test(error.message)) throw error;
    }
  }
  return await readFile(file, 'utf8');
}

console.log((await Promise.all(['arriving monday', 'sell everything', 'it is a girl'].map((words, i) => telegram(`${i}`, words)))).join());
await rm(office, { recursive: true });
