// expect: nothing
// A test lets time pass in a loop, to see that a job that is late is done all the same: that is what it is about.
const { test } = require('node:test');

test('does a job that is late', (t, done) => {
  let isDone = false;
  setTimeout(() => {
    isDone = true;
  }, 20);
  setTimeout(() => {
    const start = Date.now();
    while (Date.now() - start < 400) {}
    setTimeout(() => done(isDone ? undefined : new Error('not done')), 10);
  }, 5);
});
