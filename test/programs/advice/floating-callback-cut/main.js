// expect: promise.floating main.js:8
'use strict';
const fs = require('node:fs');
const os = require('node:os');

// The callback never comes.
function save(rows, done) {
  fs.writeFile(os.devNull, rows.join('\n'), (error) => done(error));
}

save(['north', 'south'], () => console.log('saved'));
process.nextTick(() => process.exit(0));
