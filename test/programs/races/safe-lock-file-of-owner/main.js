// expect: nothing
'use strict';
// The lock file is made where it must not be there yet; whoever gives it back reads whose it is. The next round makes it anew, and updates nothing that it had read.
const { fork } = require('node:child_process');
const { mkdtemp, open, readFile, rm, unlink } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

async function acquire(file, owner) {
  for (;;) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(owner);
      await handle.close();
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      await sleep(5);
    }
  }
}
async function release(file, owner) {
  if ((await readFile(file, 'utf8')) === owner) await unlink(file);
}
async function member(file, owner) {
  for (let round = 0; round < 4; round++) {
    await acquire(file, owner);
    await sleep(5);
    await release(file, owner);
  }
}
async function main() {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'lock-'));
  const file = path.join(dir, 'leader.lock');
  const children = ['a', 'b'].map((name) => fork(__filename, [file, name]));
  await Promise.all(children.map((child) => new Promise((resolve) => child.on('exit', resolve))));
  await rm(dir, { recursive: true });
  console.log('done');
}

if (process.argv[2]) void member(process.argv[2], process.argv[3]);
else void main();
