// expect: handle.leak main.js:11
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'pictures-'));
for (let i = 0; i < 40; i++) fs.writeFileSync(path.join(dir, `${i}.img`), i % 3 === 0 ? 'IMG ' + i : 'something else');

// What is no picture is left open.
function sizeOf(file, done) { fs.open(file, 'r', (error, fd) => {
    if (error) return done(error);
    fs.read(fd, Buffer.alloc(8), 0, 8, 0, (failure, bytes, head) => {
      if (failure || !head.toString().startsWith('IMG ')) return done(failure ?? new Error('no picture'));
      fs.close(fd, (e) => done(e, bytes));
    });
  });
}
let [good, bad, open] = [0, 0, 40];
for (let i = 0; i < 40; i++) {
  sizeOf(path.join(dir, `${i}.img`), (error) => {
    if (error) bad++;
    else good++;
    if (--open > 0) return;
    console.log(good, bad);
    fs.rmSync(dir, { recursive: true });
  });
}
