// expect: race.atomicity main.js:17,main.js:19,main.js:20
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
limiter.get(() => {
  let open = 3;
  for (let i = 0; i < 3; i++) {
    limiter.get(() => {
      if (--open === 0) console.log(redis.peek('limit:user-1'));
    });
  }
});
