// expect: nothing
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

// What is listed is another folder, or has waited for all copies.
async function backup(folder, names) {
  const old = fs.readdir(os.homedir());
  await Promise.all(names.map((name) => fs.copyFile(__filename, path.join(folder, name))));
  const copies = await fs.readdir(folder);
  return copies.length + 0 * (await old).length;
}

async function main() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'copies-'));
  console.log(await backup(folder, ['a', 'b']));
  await fs.rm(folder, { recursive: true });
}

main();
