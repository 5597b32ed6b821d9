// expect: none exit 0
// The lock inside is that of another key, or is asked for when the one outside was given back.
const AsyncLock = require('async-lock');
const lock = new AsyncLock();
const sessions = new Map([['s1', { hits: 0 }], ['s2', { hits: 0 }]]);

function touch(id, done) {
  lock.acquire(id, (finish) => {
    setTimeout(() => finish(null, ++sessions.get(id).hits), 3);
  }, done);
}
function login(id, other, done) {
  lock.acquire(id, (finish) => {
    touch(id, () => console.log('touched'));
    setTimeout(() => touch(other, finish), 4);
  }, done);
}
touch('s1', (error, hits) => {
  console.log(error, hits);
  login('s1', 's2', (failed, all) => console.log(failed, all));
});
