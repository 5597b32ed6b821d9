// expect: race.fs.torn-read 11,27
// The summary is asked for while the entry before it is still being written: it may be in it or not.
import { appendFile, mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'ledger-'));
const file = path.join(folder, 'ledger.txt');

async function sizeOf(name) {
  const ledger = await open(name, 'r');
  try {
    const bytes = Buffer.alloc(64 * 1024);
    const { bytesRead } = await ledger.read(bytes, 0, bytes.length, 0);
    return bytesRead;
  } finally {
    await ledger.close();
  }
}

await appendFile(file, 'opened\n');
await sum('rent');

async function sum(text) {
  const line = `${text}${'.'.repeat(20_000_000)}\n`;
  await new Promise((resolve) => setTimeout(resolve, 5));
  const entry = appendFile(file, line);
  const size = await sizeOf(file);
  await entry;
  console.log(size > 0);
}
await rm(folder, { recursive: true });
