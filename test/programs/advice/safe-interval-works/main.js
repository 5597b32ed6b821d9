// expect: nothing
// stop-after: 3
'use strict';
// A program in two modules whose purpose is what the interval does.
require('./report');
console.log('reporting the load');
