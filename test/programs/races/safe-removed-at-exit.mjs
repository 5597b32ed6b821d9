// expect: nothing
// Two looks at the same folder, for which nobody waits; it is removed when nothing is left to do.
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

process.on('exit', () => {
  for (const name of ['a.txt', 'b.txt']) fs.unlinkSync(path.join(folder, name));
  fs.rmdirSync(folder);
});
size(30);
size(2);
