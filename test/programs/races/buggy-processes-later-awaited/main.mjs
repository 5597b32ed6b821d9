// expect: race.fs.lost-update stock.mjs:6,stock.mjs:8
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const adder = fileURLToPath(new URL('stock.mjs', import.meta.url));
const dir = await mkdtemp(join(tmpdir(), 'stock-'));
const file = join(dir, 'stock.txt');
await writeFile(file, 'nuts\n');

const add = (item) =>
  new Promise((resolve) => {
    spawn(process.execPath, [adder, file, item], { stdio: 'inherit' }).on('exit', resolve);
  });
const first = add('bolts');
// The first one is most likely done by then, and nothing sees to that.
await sleep(900);
await Promise.all([first, add('screws')]);
await rm(dir, { recursive: true });
