// expect: timer.leak appears.js:8
// stop-after: 3
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { appears } = require('./appears');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'));
const report = path.join(folder, 'report.txt');
setTimeout(() => fs.writeFileSync(report, 'all is well'), 50);
appears(report).then((size) => {
  console.log('the report has', size, 'bytes');
  fs.rmSync(folder, { recursive: true });
});
