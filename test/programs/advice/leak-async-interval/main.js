// expect: timer.leak stock.js:6
// stop-after: 4
'use strict';
const { stock } = require('./stock');

stock.set('tea', 3);
console.log('in stock:', stock.size);
