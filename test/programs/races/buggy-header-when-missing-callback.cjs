// expect: race.fs.toctou 13,12
// As by a callback: where the look has an error there is no file, and the first line is written by both.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-missing-'));
const file = path.join(folder, 'tides.csv');

let open = 2;
function note(tide, done) {
  fs.stat(file, (err) => {
    if (err) setTimeout(() => fs.appendFile(file, 'time,metres\n', () => fs.appendFile(file, tide, done)), 30);
    else fs.appendFile(file, tide, done);
  });
}

function close() {
  if (--open > 0) return;
  console.log(fs.readFileSync(file, 'utf8').includes('time,metres'));
  fs.rmSync(folder, { recursive: true });
}
note('06:12,3.1\n', close);
note('18:40,2.9\n', close);
