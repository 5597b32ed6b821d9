// expect: race.fs.lost-update 10,13
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'seq-')), 'seq.txt');
fs.writeFileSync(file, '100');

function nextNumber(cb) {
  fs.readFile(file, 'utf8', (err, text) => {
    if (err) return cb(err);
    const n = Number(text || 100) + 1;
    fs.writeFile(file, String(n), (err2) => cb(err2, n));
  });
}

let open = 3;
const got = [];
for (let i = 0; i < 3; i++) {
  nextNumber((err, n) => {
    if (err) throw err;
    got.push(n);
    if (--open === 0) {
      console.log(got.length);
      fs.rmSync(path.dirname(file), { recursive: true });
    }
  });
}
