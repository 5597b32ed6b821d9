// expect: race.fs.toctou 16,26
// The folder is being removed when the sheet, which nobody waits for, is put into it; that it has gone whoever removes it hears only after that.
'use strict';
process.env.UV_THREADPOOL_SIZE = '1';
const { mkdtempSync } = require('node:fs');
const { rmdir, writeFile } = require('node:fs/promises');
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
  const gone = rmdir(folder);
  dry();
  await gone;
  await printed;
  console.log('sheets', sheets.length);
}

main();
