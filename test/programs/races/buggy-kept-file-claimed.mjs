// expect: race.fs.toctou 11,14
// The file is no copy of what the other made: the name was to be taken once.
import { access, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dir = await mkdtemp(join(tmpdir(), 'acc-'));
let n = 0;
async function createAccount(name, owner) {
  const file = join(dir, `${name}.json`);
  const exists = await access(file).then(() => true, () => false);
  if (exists) throw new Error('name is taken');
  const tmp = `${file}.${++n}`;
  await writeFile(tmp, JSON.stringify({ name, owner }));
  await rename(tmp, file);
  return owner;
}
const out = await Promise.allSettled([createAccount('kim', 1), createAccount('kim', 2)]);
console.log(out.length);
await rm(dir, { recursive: true });
