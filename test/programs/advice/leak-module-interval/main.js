// expect: timer.leak limits.js:12
// stop-after: 5
'use strict';
const limits = require('./limits');

for (let i = 0; i < 12; i++) limits.allow('10.0.0.7');
console.log('allowed once more:', limits.allow('10.0.0.7'));
