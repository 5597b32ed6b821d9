// expect: race.fs.toctou 20,16,27
// The program walks itself: what it has listed it looks at later, and one file has gone by then.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drafts-'));
for (const name of ['a.md', 'b.md', 'c.md', 'd.tmp']) fs.writeFileSync(path.join(folder, name), name);

const isIgnored = (file) => /\.tmp$/.test(file);

async function walk() {
  const found = [];
  for (const name of await fs.promises.readdir(folder)) {
    await delay(25);
    const file = path.join(folder, name);
    if (isIgnored(file)) continue;
    const { size } = await fs.promises.stat(file);
    if (size > 0) found.push(name);
  }
  return found;
}
async function drop(name) {
  await delay(35);
  await fs.promises.unlink(path.join(folder, name));
}

Promise.allSettled([walk(), drop('b.md')]).then(([walked]) => {
  console.log(walked.status);
  fs.rmSync(folder, { recursive: true });
});
