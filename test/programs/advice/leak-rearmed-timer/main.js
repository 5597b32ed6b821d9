// expect: timer.leak rates.js:13
// stop-after: 4
'use strict';
const rates = require('./rates');

for (const currency of ['EUR', 'GBP']) console.log(currency, rates.toUsd(100, currency).toFixed(2));
