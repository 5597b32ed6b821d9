// expect: loop.blocked@info digest.js:9 | loop.blocked@info digest.js:8
// As in safe-blocked-meant a test runs while a job is due, but it is what is tested that computes for so long.
const { test } = require('node:test');
const { digest } = require('./digest.js');

test('makes a digest', (t, done) => {
  let isDone = false;
  setTimeout(() => {
    isDone = true;
  }, 20);
  setTimeout(() => {
    const length = digest('text').length;
    setTimeout(() => done(isDone && length === 40 ? undefined : new Error('not done')), 10);
  }, 5);
});
