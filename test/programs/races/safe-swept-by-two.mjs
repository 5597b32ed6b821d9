// expect: nothing
// Two sweeps find the same files: what the other has removed already is removed, by force.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-swept-'));
for (const name of ['a', 'b', 'c']) fs.writeFileSync(path.join(folder, name), name);

async function sweep() {
  for (const name of await fs.promises.readdir(folder)) {
    await delay(5);
    fs.rmSync(path.join(folder, name), { force: true });
  }
}

await Promise.all([sweep(), sweep()]);
console.log(fs.readdirSync(folder).length);
fs.rmSync(folder, { recursive: true });
