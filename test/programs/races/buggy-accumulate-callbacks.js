// expect: race.atomicity 10,15
'use strict';
const fs = require('node:fs');
const path = require('node:path');

// Callback style: total file size, kept in a shared object.
const summary = { bytes: 0, files: 0 };

function addFile(file, cb) {
  const soFar = summary.bytes;
  fs.stat(file, (err, st) => {
    if (err) return cb(err);
    fs.readFile(file, (err2, data) => {
      if (err2) return cb(err2);
      summary.bytes = soFar + data.length;
      summary.files++;
      cb(null, st.size);
    });
  });
}

let pending = 3;
let expected = 0;
for (const name of ['buggy-accumulate-callbacks.js', 'safe-memo-in-flight.js', 'safe-busy-flag-class.js']) {
  addFile(path.join(__dirname, name), (err, size) => {
    if (err) throw err;
    expected += size;
    if (--pending === 0) console.log(summary.files, summary.bytes === expected ? 'same' : 'different');
  });
}
