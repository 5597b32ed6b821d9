// expect: nothing
// never: timer.leak
// stop-after: 4
'use strict';
const stock = require('./stock');

stock.whenFull(() => console.log('full at last'));
stock.add(3);
