// expect: timer.leak appears.js:8
// stop-after: 5
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { appears } = require('./appears');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'));
const report = path.join(folder, 'report.txt');

/** Takes as many turns of the length of a look, so that the first look finds nothing, however slow the machine is. */
function write(turns) {
  if (turns > 0) setTimeout(write, 20, turns - 1);
  else fs.writeFileSync(report, 'all is well');
}

appears(report).then((size) => {
  console.log('the report has', size, 'bytes');
  fs.rmSync(folder, { recursive: true });
});
write(5);
