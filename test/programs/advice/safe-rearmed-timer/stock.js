'use strict';
// It is set again as long as something is missing: the program waits for that.
let pieces = 0;
let told = () => {};

function look() {
  if (pieces >= 10) told();
  else setTimeout(look, 200);
}

exports.add = (count) => {
  pieces += count;
};
exports.whenFull = (callback) => {
  told = callback;
};

setTimeout(look, 200);
