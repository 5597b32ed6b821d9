// expect: race.fs.torn-read 9,11
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dir = await mkdtemp(join(tmpdir(), 'flags-'));
const file = join(dir, 'flags.json');
// The module's own code writes, a function that it calls at the same time reads.
const publish = (n) => writeFile(file, JSON.stringify({ n, on: Array.from({ length: 300_000 }, (_, i) => i) }));
async function load() {
  const text = await readFile(file, 'utf8');
  return text.length;
}
await publish(0);
const [, seen] = await Promise.all([publish(1), load()]);
console.log(typeof seen);
await rm(dir, { recursive: true });
