// expect: nothing
// never: handle.leak
// Each descriptor is closed, by one call or another; many of the names are no files at all, and some lead through a link.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'parts-'));
fs.mkdirSync(path.join(dir, 'v1'));
fs.symlinkSync('v1', path.join(dir, 'now'), 'dir');
for (let i = 0; i < 30; i++) fs.writeFileSync(path.join(dir, 'v1', `${i}.part`), `part ${i}`);

const name = (i) => (i < 30 ? path.join(dir, i % 2 ? 'v1' : 'now', `${i}.part`) : path.join(dir, `missing-${i}`));
function head(file, done) {
  fs.open(file, 'r', (error, fd) => {
    if (error) return done(error);
    fs.read(fd, Buffer.alloc(8), 0, 8, 0, (failure, bytes) => fs.close(fd, () => done(failure, bytes)));
  });
}
function headNow(file) {
  const fd = fs.openSync(file, 'r');
  try {
    return fs.readSync(fd, Buffer.alloc(8), 0, 8, 0);
  } finally {
    fs.closeSync(fd);
  }
}
let [found, missing, open] = [0, 0, 60];
for (let i = 0; i < 60; i++) {
  head(name(i), (error) => {
    if (error) missing++;
    else found++;
    if (--open > 0) return;
    fs.readFile(name(0), 'utf8', (e, text) => {
      fs.createReadStream(name(1)).resume().on('close', () => {
        let bytes = 0;
        for (let k = 0; k < 30; k++) bytes += headNow(name(k));
        console.log(found, missing, text, bytes > 0);
        fs.rmSync(dir, { recursive: true });
      });
    });
  });
}
