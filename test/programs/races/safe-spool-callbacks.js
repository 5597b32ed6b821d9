// expect: nothing
// Both find the letter in the folder; the callback knows that another one may have taken it.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-spool-'));
fs.writeFileSync(path.join(folder, 'letter'), 'x');

function take(who, ms, done) {
  fs.readdir(folder, (error, names) => {
    if (error) return done(error);
    setTimeout(() => {
      fs.rename(path.join(folder, names[0]), path.join(folder, `${who}.taken`), (failed) => {
        if (failed && failed.code !== 'ENOENT') return done(failed);
        done(null);
      });
    }, ms);
  });
}

let left = 2;
function over(who) {
  return (error) => {
    console.log(who, error === null ? 'is done' : error.code);
    if (--left === 0) fs.rmSync(folder, { recursive: true });
  };
}
take('first', 20, over('first'));
take('second', 40, over('second'));
