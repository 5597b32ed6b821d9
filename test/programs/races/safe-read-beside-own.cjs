// expect: nothing
// Reads the report when it is written, another file beside that, and writes it in the same step only once it has been read.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'interleave-'));
const report = path.join(home, 'report.txt');

function print(lines, done) {
  fs.writeFile(report, lines.join('\n'), () => {
    fs.readFile(report, 'utf8', (error, text) => done(error ? 0 : text.length));
  });
  fs.readFile(__filename, 'utf8', (error, text) => console.log(text.length > 0));
}

print(['one', 'two'], (length) => {
  console.log(length);
  fs.rmSync(home, { recursive: true });
});
