// expect: nothing
// As by a callback: what is added where the look has found the file goes by no absence, and the first line is written when the file is created, which only one can.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-missing-'));
const file = path.join(folder, 'tides.csv');

let open = 2;
function note(tide, done) {
  fs.writeFile(file, 'time,metres\n', { flag: 'wx' }, () => {
    setTimeout(() => add(tide, done), 30);
  });
}
function add(tide, done) {
  fs.stat(file, (err) => {
    if (err) return done(err);
    fs.appendFile(file, tide, done);
  });
}

function close() {
  if (--open > 0) return;
  console.log(fs.readFileSync(file, 'utf8').includes('time,metres'));
  fs.rmSync(folder, { recursive: true });
}
note('06:12,3.1\n', close);
note('18:40,2.9\n', close);
