// expect: nothing
// The menu is written dish by dish. The door reads it until it is whole.
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
    await delay(30);
    yield `,"${dish}"`;
  }
  yield ']';
}
const write = () => pipeline(Readable.from(dishes()), createWriteStream(menu));

async function whole() {
  for (;;) {
    await delay(20);
    try {
      const text = await readFile(menu, 'utf8');
      return JSON.parse(text).length;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
}

const [, count] = await Promise.all([write(), whole()]);
console.log(count);
await rm(folder, { recursive: true });
