// expect: promise.floating main.js:10
// With a callback the copy gives no promise: the await is over at once, and the album is opened while it is still empty.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const album = fs.mkdtempSync(path.join(os.tmpdir(), 'album-'));
async function paste(name) {
  await fs.copyFile(__filename, path.join(album, name), (error) => {
    if (error) console.error(error.code);
  });
}

async function main() {
  for (const name of ['beach', 'hill']) await paste(name);
  console.log((await fs.promises.readdir(album)).length < 3);
  setTimeout(() => fs.rmSync(album, { recursive: true }), 100);
}
main();
