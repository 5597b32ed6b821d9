// expect: race.fs.lost-update 17,12
// What is read from a file is written back by a stream; two calls do so at once.
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
await Promise.all([enter('salt', 100), enter('rope', 300)]);
console.log((await load()).length > 0);
await rm(path.dirname(file), { recursive: true });
