// expect: nothing
'use strict';
const redis = require('./redis.js');

function Limiter(id, db, max) {
  this.id = id;
  this.db = db;
  this.max = max;
}

// The store has a `get` as the limiter itself has.
Limiter.prototype.get = function (fn) {
  const key = 'limit:' + this.id;
  const { db, max } = this;
  ask();
  function ask() {
    db.get(key, (err, left) => {
      if (err) return fn(err);
      if (left === undefined) return db.set(key, max, fn);
      db.set(key, Number(left) - 1, fn);
    });
  }
};

const limiter = new Limiter('user-1', redis, 5);
let left = 4;
function next() {
  if (left-- > 0) return limiter.get(next);
  console.log(redis.peek('limit:user-1'));
}
next();
