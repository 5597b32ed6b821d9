// expect: nothing
/** The repaired twin of MKD.cjs: nothing is checked, and a directory that is there already is as good as one that was made. */
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

async function mkdirp(dir) {
  try {
    await fs.mkdir(dir);
  } catch (error) {
    if (error.code === 'EEXIST') return;
    if (error.code !== 'ENOENT') throw error;
    await mkdirp(path.dirname(dir));
    await mkdirp(dir);
  }
}

async function main() {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'mkd-'));
  const made = await Promise.allSettled(['images', 'pages', 'fonts', 'media', 'code'].map((name) => mkdirp(path.join(root, 'cache', name))));
  console.log(`${made.length} calls`);
  await fs.rm(root, { recursive: true });
}
main();
