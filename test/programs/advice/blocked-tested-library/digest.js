'use strict';
const { createHash } = require('node:crypto');

/** As often as it can be done in 400 ms of processor time. */
exports.digest = function digest(name) {
  let text = name;
  const until = process.cpuUsage().user + 400_000;
  while (process.cpuUsage().user < until) {
    text = createHash('sha1').update(text).digest('hex');
  }
  return text;
};
