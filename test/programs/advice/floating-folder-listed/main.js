// expect: promise.floating main.js:10
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

// The copies are still being made when they are counted.
async function backup(folder, names) {
  for (const name of names) {
    fs.copyFile(process.execPath, path.join(folder, name));
  }
  return (await fs.readdir(folder)).length;
}

async function main() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'copies-'));
  console.log(await backup(folder, ['a', 'b']));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await fs.rm(folder, { recursive: true });
}

main();
