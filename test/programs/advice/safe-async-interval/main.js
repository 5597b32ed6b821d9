// expect: nothing
// stop-after: 4
'use strict';
const { stock } = require('./stock');

stock.set('tea', 3);
console.log('in stock:', stock.size);
