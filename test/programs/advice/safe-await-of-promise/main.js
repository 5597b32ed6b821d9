// expect: nothing
// The copy is one that gives a promise, and so does the one that is made of a callback.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const album = fs.mkdtempSync(path.join(os.tmpdir(), 'album-'));
async function paste(name) {
  await fs.promises.copyFile(__filename, path.join(album, name));
  await new Promise((resolve) => fs.chmod(path.join(album, name), 0o600, resolve));
}

async function main() {
  for (const name of ['beach', 'hill']) await paste(name);
  console.log((await fs.promises.readdir(album)).length < 3);
  setTimeout(() => fs.rmSync(album, { recursive: true }), 100);
}
main();
