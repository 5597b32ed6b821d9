// expect: nothing
// One register is written when its column has been declared; to another a line is added later, on purpose; and a third has a clerk who adds lines all the time.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registers-'));
const fileOf = (name) => path.join(folder, `${name}.txt`);
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

const report = (error) => {
  if (error) throw error;
};
const stamp = (line, done) => setTimeout(done, 90, `${line} *`);

function declare(column, done) {
  stamp(`column ${column}`, (line) => {
    fs.appendFile(fileOf('declared'), `${line}\n`, done);
  });
}

declare('weight', (error) => {
  report(error);
  fs.writeFile(fileOf('declared'), 'parcel 3\n', report);
});

fs.writeFile(fileOf('later'), 'parcel 5\n', report);
setTimeout(() => {
  fs.appendFile(fileOf('later'), 'parcel 9\n', report);
}, 120);

function clerk(left) {
  setTimeout(() => {
    fs.appendFile(fileOf('busy'), `parcel ${left}\n`, report);
    if (left > 1) clerk(left - 1);
  }, 80);
}
clerk(3);
fs.writeFile(fileOf('busy'), 'parcels\n', report);
