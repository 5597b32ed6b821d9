// expect: race.fs.lost-update 15,12
'use strict';
// Two members note in one file who has taken part: each reads it, and moves a new one to its place.
const { fork } = require('node:child_process');
const { mkdtemp, readFile, rename, rm, writeFile } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

async function member(file, owner) {
  const part = `${file}.${owner}`;
  for (let round = 0; round < 4; round++) {
    const names = JSON.parse(await readFile(file, 'utf8'));
    names.push(owner);
    await writeFile(part, JSON.stringify(names));
    await rename(part, file);
  }
}
async function main() {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'members-'));
  const file = path.join(dir, 'members.json');
  await writeFile(file, '[]');
  const children = ['a', 'b'].map((name) => fork(__filename, [file, name]));
  await Promise.all(children.map((child) => new Promise((resolve) => child.on('exit', resolve))));
  await rm(dir, { recursive: true });
  console.log('done');
}

if (process.argv[2]) void member(process.argv[2], process.argv[3]);
else void main();
