'use strict';

exports.stalls = new Map([
  ['fish', 2],
  ['cheese', 4],
]);
