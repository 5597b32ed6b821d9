// expect: nothing
// never: handle.leak
// stop-after: 4
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { createCopies } = require('./copies');

const file = path.join(os.tmpdir(), `interleave-copies-${process.pid}.txt`);
fs.writeFileSync(file, 'one');
createCopies(file, `${file}.copy`);
setTimeout(() => fs.writeFileSync(file, 'two'), 20);
process.on('exit', () => {
  for (const name of [file, `${file}.copy`]) fs.rmSync(name, { force: true });
});
