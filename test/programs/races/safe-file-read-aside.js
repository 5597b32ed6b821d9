// expect: nothing
// A file is read for the sake of reading (that its time of access changes, say), and later written with what has nothing to do with that.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'read-aside-'));
const file = path.join(folder, 'one.txt');
fs.writeFileSync(file, 'let one;');

function touch(text) {
  fs.readFileSync(file);
  setTimeout(() => {
    fs.writeFileSync(file, text);
  }, 30);
}

setTimeout(touch, 5, 'let one = 1;');
setTimeout(touch, 10, 'let one = 2;');
setTimeout(() => {
  console.log(fs.readFileSync(file, 'utf8').length);
  fs.rmSync(folder, { recursive: true });
}, 200);
