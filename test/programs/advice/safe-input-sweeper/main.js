// expect: nothing
// stop-after: 3
'use strict';
// Waits for a signal.
const limits = require('../leak-module-interval/limits');

process.on('SIGTERM', () => process.exit(0));
console.log('allowed:', limits.allow('10.0.0.7'));
