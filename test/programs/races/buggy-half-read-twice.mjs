// expect: race.fs.torn-read 30
// The menu is written dish by dish. The door reads it twice meanwhile, finds half of it each time, and leaves it at that.
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'menu-'));
const menu = path.join(folder, 'menu.json');
async function* dishes() {
  yield '["soup"';
  for (const dish of ['trout', 'beans', 'tart']) {
    await delay(300);
    yield `,"${dish}"`;
  }
  yield ']';
}
const write = () => pipeline(Readable.from(dishes()), createWriteStream(menu));

async function show(rounds) {
  let torn = 0;
  for (let i = 0; i < rounds; i++) {
    await delay(100);
    try {
      // What there is.

      const text = await readFile(menu, 'utf8');
      if (JSON.parse(text).length === 0) break;
    } catch {
      torn++;
    }
  }
  return torn;
}

const written = write();
const torn = await show(2);
await written;
console.log(typeof torn);
await rm(folder, { recursive: true });
