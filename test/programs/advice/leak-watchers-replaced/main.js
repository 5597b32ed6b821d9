// expect: handle.leak list.js:20
// stop-after: 4
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { List } = require('./list');

const file = path.join(os.tmpdir(), `interleave-list-${process.pid}.txt`);
fs.writeFileSync(file, 'one\n');
const list = new List(file);
list.refresh();
setTimeout(() => list.refresh(), 20);
setTimeout(() => list.refresh(), 40);
setTimeout(() => {
  console.log('names', list.names.length);
  list.close();
}, 80);
process.on('exit', () => fs.rmSync(file, { force: true }));
