'use strict';

let count = 0;

exports.find = (kind, name, done) => {
  count++;
  setTimeout(() => done(null, `${kind} of ${name}`), 30 + count);
};
exports.asked = () => count;
