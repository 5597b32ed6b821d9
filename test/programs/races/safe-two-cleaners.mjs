// expect: nothing
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'cleaners-'));
for (const name of ['a.tmp', 'b.log', 'c.tmp']) await fs.writeFile(path.join(folder, name), name);
async function clean(ending) {
  for (const name of await fs.readdir(folder)) {
    if (name.endsWith(ending)) await fs.unlink(path.join(folder, name));
  }
}
async function append(text) {
  await fs.appendFile(path.join(folder, 'journal'), text);
}
await fs.writeFile(path.join(folder, 'journal'), '');
await Promise.all([clean('.tmp'), clean('.log'), append('x'), append('y')]);
console.log((await fs.readdir(folder)).length);
await fs.rm(folder, { recursive: true });
