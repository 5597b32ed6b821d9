// expect: race.fs.toctou 18,20
/**
 * MKD: mkdirp, https://github.com/substack/node-mkdirp (its test/race.js; pull request 92 is the same race with a deletion).
 * Root cause: a directory is looked for, and made when it was not there; another call makes it in between, and mkdir fails with EEXIST.
 * Original fix: no check; make it, and take EEXIST for success.
 */
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

const exists = (dir) =>
  fs.stat(dir).then(
    () => true,
    () => false,
  );
async function mkdirp(dir) {
  if (await exists(dir)) return;
  await mkdirp(path.dirname(dir));
  await fs.mkdir(dir);
}

async function main() {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'mkd-'));
  const made = await Promise.allSettled(['images', 'pages', 'fonts', 'media', 'code'].map((name) => mkdirp(path.join(root, 'cache', name))));
  console.log(`${made.length} calls`);
  await fs.rm(root, { recursive: true });
}
main();
