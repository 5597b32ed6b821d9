// expect: nothing
// A look at a folder that the end of the program cuts off: what removes the folder then comes last, and the look never goes on.
import fs from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-sizes-'));
for (const name of ['a.txt', 'b.txt']) fs.writeFileSync(path.join(folder, name), name.repeat(3));

async function watch() {
  for (let round = 0; ; round++) {
    let total = 0;
    for (const name of await readdir(folder)) total += (await stat(path.join(folder, name))).size;
    if (round === 0) console.log(total);
    await delay(10);
  }
}

process.on('exit', () => {
  for (const name of ['a.txt', 'b.txt']) fs.unlinkSync(path.join(folder, name));
  fs.rmdirSync(folder);
});
setTimeout(() => process.exit(0), 200);
watch();
