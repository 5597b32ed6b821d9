// expect: race.atomicity main.js:18
// A meter asks a store of another file by the name that its own method has, and stores what is left in the callback of that.
'use strict';
const store = require('./store.cjs');

class Meter {
  constructor(name, most) {
    this.key = `meter:${name}`;
    this.most = most;
  }

  get(done) {
    store.get(this.key, (error, left) => {
      if (error) return done(error);
      const now = left === undefined ? this.most : left;
      if (now <= 0) return done(null, 0);
      // What others have taken meanwhile is given back by this.
      return store.set(this.key, now - 1, (failed) => done(failed, now - 1));
    });
  }
}

let open = 3;
for (let i = 0; i < 3; i++) {
  new Meter('water', 5).get((error, left) => {
    if (--open === 0) console.log(error, left >= 0);
  });
}
