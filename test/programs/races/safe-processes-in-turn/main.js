// expect: nothing
'use strict';
const { execFileSync, fork } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'turns-'));
const file = path.join(dir, 'turns');
const child = path.join(__dirname, 'turn.js');
fs.writeFileSync(file, '0');

// Each process has ended before the next one begins, and all of them before the file is changed here.
async function main() {
  for (let turn = 0; turn < 2; turn++) execFileSync(process.execPath, [child, file]);
  for (let turn = 0; turn < 2; turn++) await once(fork(child, [file]), 'exit');
  const turns = Number(await fs.promises.readFile(file, 'utf8'));
  await fs.promises.writeFile(file, String(turns + 1));
  console.log(fs.readFileSync(file, 'utf8'));
  fs.rmSync(dir, { recursive: true });
}
main();
