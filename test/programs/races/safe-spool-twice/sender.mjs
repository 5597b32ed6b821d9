// Sends the letters of a folder until there are none.
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const [folder, ms] = process.argv.slice(2);
const own = `${folder}-${process.pid}`;
await mkdir(own);
process.send('ready');
await once(process, 'message');

const list = `${folder}.list`;
const names = await readFile(list, 'utf8');

for (;;) {
  const [name] = await readdir(folder);
  if (name === undefined) break;
  const letter = path.join(own, name);
  try {
    await rename(path.join(folder, name), letter);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    continue;
  }
  const text = await readFile(letter, 'utf8');
  await delay(Number(ms) / 10);
  process.send(text);
  await rm(letter, { force: true });
}
await delay(names.length * 60);
await rm(list, { force: true });
await rm(own, { recursive: true });
process.disconnect();
