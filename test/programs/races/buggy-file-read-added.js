// expect: race.fs.lost-update 15,13
// The same file, but what is written is what was read, and something more.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'read-added-'));
const file = path.join(folder, 'one.txt');
fs.writeFileSync(file, 'let one;');

function touch(text) {
  const before = fs.readFileSync(file, 'utf8');
  setTimeout(() => {
    fs.writeFileSync(file, before + text);
  }, 30);
}

setTimeout(touch, 5, 'let one = 1;');
setTimeout(touch, 10, 'let one = 2;');
setTimeout(() => {
  console.log(fs.readFileSync(file, 'utf8').length);
  fs.rmSync(folder, { recursive: true });
}, 200);
