// expect: nothing
// Each visitor is served when the one before has been; a price is stored by all of them, and none goes by what was there.
'use strict';
const { sell } = require('./tickets.cjs');

const names = ['Noor', 'Emil', 'Tove'];
const sold = [];
(function next() {
  const visitor = names.shift();
  if (!visitor) return console.log(sold.join(', '));
  sell(visitor, (error, left) => {
    if (error) throw error;
    sold.push(`${visitor}: ${left} left`);
    next();
  });
})();
