// expect: nothing
// The follower of the journal was set going before the next entry is written, and takes what is there; the writer waits for its own entry.
import { appendFile, mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'journal-'));
const file = path.join(folder, 'journal.txt');

let announce;
const announced = new Promise((resolve) => (announce = resolve));

async function follow(seen) {
  const journal = await open(file, 'r');
  try {
    await announced;
    const bytes = Buffer.alloc(64 * 1024);
    let from = 0;
    for (let round = 0; round < 40; round++) {
      const { bytesRead } = await journal.read(bytes, 0, bytes.length, from);
      from += bytesRead;
      if (bytesRead === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    seen.push(from);
  } finally {
    await journal.close();
  }
}

const seen = [];
await appendFile(file, 'opened\n');
const following = follow(seen);
await new Promise((resolve) => setTimeout(resolve, 20));
const entry = appendFile(file, `${'x'.repeat(8_000_000)}\n`);
announce();
await entry;
await appendFile(file, 'closed\n');
await following;
console.log(seen.length, seen[0] > 0);
await rm(folder, { recursive: true });
