'use strict';
const shelf = require('./shelf.cjs');

function sell(visitor, done) {
  shelf.look('fair', (error, state) => {
    if (error) return done(error);
    const left = state.tickets - 1;
    shelf.keep('fair', { tickets: left, last: visitor }, (failure) => done(failure, left));
  });
}

module.exports = { sell };
