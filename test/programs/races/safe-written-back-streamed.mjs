// expect: nothing
// What is read from a file is written back by a stream, one call after the other.
import fs from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const file = path.join(await mkdtemp(path.join(os.tmpdir(), 'ledger-')), 'ledger.json');

const load = async () => JSON.parse(await readFile(file, 'utf8'));

async function enter(line, ms) {
  const lines = await load();
  await sleep(ms);
  await pipeline([JSON.stringify([...lines, line])], fs.createWriteStream(file));
}

await writeFile(file, '[]');
await enter('salt', 10);
await enter('rope', 30);
console.log((await load()).length > 0);
await rm(path.dirname(file), { recursive: true });
