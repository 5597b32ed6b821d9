'use strict';
const crates = require('./crates');

function printLabel(crate, done) {
  setTimeout(done, 6, `label of ${crate.code}`);
}

exports.pack = (size, done) => {
  const crate = crates.withRoom(size);
  if (!crate) return void setImmediate(done, null);
  crate.room -= size;
  printLabel(crate, (label) => {
    done(label);
  });
};
