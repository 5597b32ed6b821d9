// expect: race.fs.lost-update 16,23
// `declare` is used as if it were done when it returns: it adds its line when the clerk has stamped it, and by then the register has been written anew.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'register-'));
const file = path.join(folder, 'register.txt');
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

const stamp = (line, done) => setTimeout(done, 90, `${line} *`);

function declare(column, done = () => {}) {
  stamp(`column ${column}`, (line) => {
    fs.appendFile(file, `${line}\n`, done);
  });
}

declare('weight', (error) => {
  if (error) throw error;
});
fs.writeFile(file, 'parcel 3\nparcel 8\n', (error) => {
  if (error) throw error;
  fs.readFile(file, 'utf8', (failure, text) => console.log(failure ?? text.split('\n').length));
});
