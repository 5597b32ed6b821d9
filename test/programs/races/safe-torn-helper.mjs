// expect: nothing
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dir = await mkdtemp(join(tmpdir(), 'flags-'));
const file = join(dir, 'flags.json');
// What is read is always whole.
async function publish(n) {
  await writeFile(`${file}.new`, JSON.stringify({ n, on: Array.from({ length: 5000 }, (_, i) => i) }));
  await rename(`${file}.new`, file);
}
async function load() {
  const text = await readFile(file, 'utf8');
  return text.length;
}
await publish(0);
const [, seen] = await Promise.all([publish(1), load()]);
console.log(typeof seen);
await rm(dir, { recursive: true });
