// expect: nothing
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const file = path.join(os.tmpdir(), `turns-${process.pid}`);
const waiting = [];
let busy = false;

function enter(work) {
  if (busy) return waiting.push(work);
  busy = true;
  work(() => {
    busy = false;
    const next = waiting.shift();
    if (next) enter(next);
  });
}

function count(done) {
  enter((leave) => {
    fs.readFile(file, 'utf8', (error, text) => {
      if (error) throw error;
      fs.writeFile(file, String(Number(text) + 1), (failed) => {
        leave();
        done(failed);
      });
    });
  });
}

fs.writeFileSync(file, '0');
let left = 3;
for (let i = 0; i < 3; i++) {
  count(() => {
    if (--left > 0) return;
    console.log(fs.readFileSync(file, 'utf8'));
    fs.unlinkSync(file);
  });
}
