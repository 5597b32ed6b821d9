// expect: nothing
// Each call is made by the callback of the one before: what that stored was meant to be there.
'use strict';
const state = { page: undefined };

function load(number, callback) {
  setTimeout(() => callback(null, { number }), 2);
}
function next(number, done) {
  if (state.page && state.page.number === 3) return done();
  load(number, (error, page) => {
    state.page = page;
    next(number + 1, done);
  });
}
next(1, () => console.log(state.page.number));
