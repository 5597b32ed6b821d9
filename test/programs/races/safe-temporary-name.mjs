// expect: nothing
import { mkdtempSync, rmSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
const folder = mkdtempSync(path.join(os.tmpdir(), 'pages-'));
const target = path.join(folder, 'index.json');
let saves = 0;

// A name of its own for each.
async function publish(pages) {
  const temporary = `${target}.${++saves}.tmp`;
  await writeFile(temporary, JSON.stringify(pages));
  await rename(temporary, target);
}
// One name, but one after the other.
async function save(pages) {
  await writeFile(`${target}.new`, JSON.stringify(pages));
  await rename(`${target}.new`, target);
}
await Promise.allSettled([publish(['a', 'b']), publish(['c'])]);
await save(['d']);
let last = Promise.resolve();
for (const page of ['e', 'f']) last = last.then(() => save([page]));
await last;
console.log(saves);
rmSync(folder, { recursive: true });
