// expect: race.fs.lost-update 12
// Both may be under way at one time, and each writes its own.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'poke-'));
const file = path.join(folder, 'poked.txt');

function poke(count) {
  fs.writeFile(file, `poked ${count}\n`, () => {});
}

for (let i = 0; i < 4; i++) setTimeout(poke, 2, i);
await sleep(200);
console.log(fs.existsSync(file));
fs.rmSync(folder, { recursive: true });
