// expect: nothing
'use strict';
const { reserve } = require('./service');
let left = 3;
function next() {
  if (left-- === 0) return console.log('reserved');
  reserve('w1', 2, (err) => {
    if (err) console.error(err.message);
    next();
  });
}
next();
