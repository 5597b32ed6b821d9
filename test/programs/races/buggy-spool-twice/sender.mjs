// Sends the letters of a folder until there are none.
import { readdir, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const [folder, ms] = process.argv.slice(2);
process.send('ready');
await once(process, 'message');

for (;;) {
  const [name] = await readdir(folder);
  if (name === undefined) break;
  const letter = path.join(folder, name);
  const text = await readFile(letter, 'utf8');
  await delay(Number(ms));
  process.send(text);
  await rm(letter, { force: true });
}
process.disconnect();
