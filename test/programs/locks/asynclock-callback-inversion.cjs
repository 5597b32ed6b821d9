// expect: lock.order-inversion 11,22 exit 0
// Jobs in callback style, the inner one asked for in a callback of the outer one; they do not meet in this run.
const AsyncLock = require('async-lock');
const fs = require('node:fs');
const lock = new AsyncLock();
const [users, sessions] = [new Map([['ann', 0]]), new Map()];

function login(name, cb) {
  lock.acquire('users', (done) => {
    fs.stat(__filename, () => {
      lock.acquire('sessions', (unlock) => {
        sessions.set(name, users.get(name));
        unlock();
      }, done);
    });
  }, cb);
}

function expire(cb) {
  lock.acquire('sessions', (done) => {
    fs.stat(__filename, () => {
      lock.acquire('users', (unlock) => {
        sessions.clear();
        unlock();
      }, done);
    });
  }, cb);
}
let isIn = false;
login('ann', () => { isIn = true; });
const timer = setInterval(() => {
  if (!isIn) return;
  clearInterval(timer);
  expire(() => console.log('expired'));
}, 1);
