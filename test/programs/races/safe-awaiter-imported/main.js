// expect: nothing
// Async functions as TypeScript writes them for ES2016, with the helper from a file of its own.
"use strict";
const { seats, reserve } = require('./seats.js');
Promise.all([reserve('1A', 'Ann'), reserve('1A', 'Benedikt'), reserve('1B', '')]).then((done) => {
    console.log(done.length, seats.get('1A').guest !== null);
});
