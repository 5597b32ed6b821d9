// expect: race.fs.toctou 16,13,21
// Two looks at the same folder, for which nobody waits; and which a timer removes, in the hope that they are over.
import fs from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-sizes-'));
for (const name of ['a.txt', 'b.txt']) fs.writeFileSync(path.join(folder, name), name.repeat(3));

async function size(ms) {
  const names = await readdir(folder);
  await delay(ms);
  let total = 0;
  for (const name of names) total += (await stat(path.join(folder, name))).size;
  console.log(names.length, total);
}

setTimeout(() => {
  for (const name of ['a.txt', 'b.txt']) fs.unlinkSync(path.join(folder, name));
  fs.rmdirSync(folder);
}, 300);
size(30);
size(2);
