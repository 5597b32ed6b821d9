// expect: lock.self-deadlock 8 exit 0
// In callback style no promise tells who waits for whom.
const AsyncLock = require('async-lock');
const lock = new AsyncLock();
const sessions = new Map([['s1', { hits: 0 }]]);

function touch(id, done) {
  lock.acquire(id, (finish) => {
    setTimeout(() => finish(null, ++sessions.get(id).hits), 3);
  }, done);
}
function login(id, done) {
  lock.acquire(id, (finish) => {
    setTimeout(() => touch(id, finish), 4);
  }, done);
}
touch('s1', (error, hits) => {
  console.log(error, hits);
  login('s1', (failed, all) => console.log(failed, all));
});
