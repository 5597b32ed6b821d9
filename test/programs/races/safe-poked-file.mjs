// expect: nothing
// Both may be under way at one time, and write the same: whichever comes last, that is what stays.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'poke-'));
const file = path.join(folder, 'poked.txt');

function poke(count) {
  fs.writeFile(file, 'poked\n', () => {});
}

for (let i = 0; i < 4; i++) setTimeout(poke, 2, i);
await sleep(200);
console.log(fs.existsSync(file));
fs.rmSync(folder, { recursive: true });
