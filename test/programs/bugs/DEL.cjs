// expect: race.fs.toctou 14,17,24
/**
 * DEL: del, https://github.com/sindresorhus/del issue 43 (ENOENT: lstat 'folder/file.js').
 * Root cause: `folder/**` matches the folder and the files in it, and all of them are deleted at once: the deletion of the folder lists and
 * looks at files that the other deletions take away meanwhile.
 * Original fix: pull request 44 deletes one after the other; later versions take "not there" for deleted.
 */
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
  const done = await Promise.allSettled(matches.map(remove));
  console.log(`${done.length} paths`);
  await fs.rm(folder, { recursive: true, force: true });
}
main();
