// expect: race.fs.toctou 8,10
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const root = fs.mkdtempSync(path.join(os.tmpdir(), 'mk-'));
function ensure(dir, cb) {
  fs.access(dir, (missing) => {
    if (!missing) return cb(null);
    fs.mkdir(dir, (err) => cb(err));
  });
}
function save(name, cb) {
  ensure(path.join(root, 'cache'), (err) => {
    if (err) return cb(err);
    fs.writeFile(path.join(root, 'cache', name), name, cb);
  });
}
let left = 2;
const done = (err) => { if (err) console.log('failed', err.code); if (--left === 0) { fs.rmSync(root, { recursive: true }); console.log('done'); } };
save('one', done);
save('two', done);
