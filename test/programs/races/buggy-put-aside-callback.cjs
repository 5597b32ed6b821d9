// expect: race.fs.toctou 12,16
// Two calls of one function put the same file aside, one a little later than the other, and put it back.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'aside-'));

function installIn(dir, packages, callback) {
  const [file, kept] = [path.join(dir, 'pack.json'), path.join(dir, 'pack.json.kept')];
  fs.rename(file, kept, (err) => {
    if (err) return callback(err);
    fs.writeFile(file, JSON.stringify(packages), (err2) => {
      if (err2) return callback(err2);
      setTimeout(() => fs.rename(kept, file, callback), 20);
    });
  });
}

fs.writeFileSync(path.join(folder, 'pack.json'), '{}');
let open = 2;
function done(err) {
  if (err) console.log('failed', err.syscall);
  if (--open > 0) return;
  console.log('installed');
  fs.rmSync(folder, { recursive: true });
}
installIn(folder, ['one'], done);
setTimeout(() => installIn(folder, ['two'], done), 1);
