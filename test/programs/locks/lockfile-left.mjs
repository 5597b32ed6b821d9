// expect: lock.not-released 14 exit 0
// One path leaves without giving the lock file back; nobody in this process asks for it again, but another one may.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import lockfile from 'proper-lockfile';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-lockfile-'));
const files = ['a.json', 'b.json'].map((name) => path.join(folder, name));
for (const [i, file] of files.entries()) fs.writeFileSync(file, JSON.stringify({ sealed: i === 1 }));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

async function update(file, key) {
  const release = await lockfile.lock(file);
  const data = JSON.parse(await fs.promises.readFile(file, 'utf8'));
  if (data.sealed) return false;
  await fs.promises.writeFile(file, JSON.stringify({ ...data, [key]: 1 }));
  await release();
  return true;
}
console.log(await update(files[0], 'x'), await update(files[1], 'x'));
