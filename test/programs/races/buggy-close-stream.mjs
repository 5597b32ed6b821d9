// expect: race.order.use-after-close 11,16
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
const out = fs.createWriteStream(path.join(os.tmpdir(), `il-close-${process.pid}.log`));
out.on('error', () => {});
async function job(name, ms) {
  for (let i = 0; i < 3; i++) {
    await delay(ms);
    out.write(`${name} ${i}\n`);
  }
}
const jobs = [job('a', 2), job('b', 25)];
await jobs[0];
out.end();
await jobs[1];
fs.rmSync(out.path);
console.log('done');
