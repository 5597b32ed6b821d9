// expect: nothing
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
await Promise.all(jobs);
await new Promise((resolve) => out.end(resolve));
fs.rmSync(out.path);
console.log('done');
