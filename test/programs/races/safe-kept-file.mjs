// expect: nothing
// A cache of files: two that miss make the same file aside and move it to its place, whole.
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = fs.mkdtempSync(join(tmpdir(), 'art-'));
let n = 0;
const fetchArtifact = (name) => new Promise((r) => setTimeout(r, 6, `bytes of ${name}`));

async function ensure(name) {
  const target = join(root, name);
  if (fs.existsSync(target)) return target;
  const data = await fetchArtifact(name);
  const part = join(root, `.part-${process.pid}-${n++}`);
  await fs.promises.writeFile(part, data);
  await fs.promises.rename(part, target);
  return target;
}

async function build(name) {
  const file = await ensure(name);
  return (await fs.promises.readFile(file, 'utf8')).length;
}
console.log((await Promise.all([build('a'), build('b'), build('a')])).join(' '));
console.log(await build('a'));
fs.rmSync(root, { recursive: true });
