// expect: nothing
/** The repaired twin of DEL.cjs: one path after the other, the innermost first. */
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

async function walk(dir) {
  return (await fs.readdir(dir)).map((name) => path.join(dir, name));
}
async function remove(target) {
  const found = await fs.lstat(target);
  if (found.isDirectory()) {
    for (const inner of await walk(target)) {
      await remove(inner);
    }
    await fs.rmdir(target);
  } else {
    await fs.unlink(target);
  }
}

async function main() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'del-'));
  for (const name of ['a.js', 'b.js', 'c.js']) await fs.writeFile(path.join(folder, name), name);
  const matches = [folder, ...(await walk(folder))];
  for (const match of matches.sort((a, b) => b.length - a.length)) await remove(match);
  console.log(`${matches.length} paths`);
}
main();
