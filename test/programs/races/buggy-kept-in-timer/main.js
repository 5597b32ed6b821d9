// expect: race.atomicity tickets.cjs:8
// Two visitors ask for the state of the fair at once, and each has it stored with one ticket less.
'use strict';
const { sell } = require('./tickets.cjs');

const sold = [];
for (const visitor of ['Noor', 'Emil', 'Tove']) {
  sell(visitor, (error, left) => {
    if (error) throw error;
    sold.push(`${visitor}: ${left} left`);
    if (sold.length === 3) console.log(sold.join(', '));
  });
}
