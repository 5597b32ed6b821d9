// expect: nothing
// stop-after: 3
'use strict';
// Waits for lines.
const readline = require('node:readline');
const limits = require('../leak-module-interval/limits');

const lines = readline.createInterface({ input: process.stdin });
lines.on('line', (line) => console.log(line, limits.allow(line)));
console.log('ask away');
