// expect: nothing
// The store takes one off itself, in the step in which it looks.
'use strict';
const store = require('./store.cjs');

class Meter {
  constructor(name, most) {
    this.key = `meter:${name}`;
    this.most = most;
  }

  get(done) {
    store.take(this.key, this.most, (error, left) => {
      done(error, left);
    });
  }
}

let open = 3;
for (let i = 0; i < 3; i++) {
  new Meter('water', 5).get((error, left) => {
    if (--open === 0) console.log(error, left >= 0);
  });
}
