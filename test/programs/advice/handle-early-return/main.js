// expect: handle.leak main.js:9
// Descriptors that a callback gets and closes, but for the files that it finds nothing in.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

function readMark(file, done) {
  fs.open(file, 'r', (err, fd) => {
    if (err) return done(err);
    fs.read(fd, Buffer.alloc(4), 0, 4, 0, (failed, _bytes, head) => {
      if (failed) return fs.close(fd, () => done(failed));
      if (head.toString('latin1') !== 'MARK') return done(null, false);
      fs.close(fd, (error) => done(error, true));
    });
  });
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'marks-'));
const names = ['a', 'b', 'c', 'd', 'e', 'f'];
for (const name of names) fs.writeFileSync(path.join(folder, name), name < 'c' ? 'MARKED' : 'plain text');
let left = names.length;
for (const name of names) {
  readMark(path.join(folder, name), (err) => {
    if (err) throw err;
    if (--left === 0) fs.rm(folder, { recursive: true }, () => console.log('done'));
  });
}
