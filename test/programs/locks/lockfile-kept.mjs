// expect: none exit 0
// A lock file that is held as long as the process runs, one that is left to the caller, and one that is given back on every path.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import lockfile from 'proper-lockfile';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-lockfile-'));
const [single, base, data] = ['single', 'base', 'data.json'].map((name) => path.join(folder, name));
for (const file of [single, base, data]) fs.writeFileSync(file, '{}');
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

async function open(file) {
  const release = await lockfile.lock(file);
  return { close: () => release() };
}
async function update(key) {
  const release = await lockfile.lock(data);
  try {
    const all = JSON.parse(await fs.promises.readFile(data, 'utf8'));
    if (key in all) return false;
    await fs.promises.writeFile(data, JSON.stringify({ ...all, [key]: 1 }));
    return true;
  } finally {
    await release();
  }
}
await lockfile.lock(single);
const first = await open(base);
await first.close();
await open(base);
console.log(await update('x'), await update('x'));
