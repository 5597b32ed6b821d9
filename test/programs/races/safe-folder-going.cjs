// expect: nothing
// The sheet is put into it, and taken out again, before the folder is removed.
'use strict';
process.env.UV_THREADPOOL_SIZE = '1';
const { mkdtempSync } = require('node:fs');
const { rm, rmdir, writeFile } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

const folder = mkdtempSync(path.join(os.tmpdir(), 'sheets-'));
let dry;
const isDry = new Promise((resolve) => (dry = resolve));

async function print(name) {
  await isDry;
  await writeFile(path.join(folder, name), name.repeat(9));
  return name;
}

async function main() {
  const sheets = [];
  const printed = print('one').then(
    (name) => sheets.push(name),
    (error) => console.log(error.code),
  );
  dry();
  await printed;
  await rm(path.join(folder, 'one'));
  await rmdir(folder);
  console.log('sheets', sheets.length);
}

main();
