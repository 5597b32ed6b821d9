// expect: race.fs.torn-read 13,12
// Writes a report and reads it back, as if a call with a callback were done when it returns.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'interleave-'));
const report = path.join(home, 'report.txt');

function print(lines, done) {
  fs.writeFile(report, lines.join('\n'), () => {});
  fs.readFile(report, 'utf8', (error, text) => done(error ? 0 : text.length >= 0));
}

print(['one', 'two'], (ok) => {
  console.log(typeof ok);
  fs.rmSync(home, { recursive: true, force: true });
});
