// expect: cache.stampede@info main.js:18 | race.check-then-act main.js:18 | race.atomicity main.js:18
'use strict';
const archive = require('./archive');

const painters = new Map();

// The archive is asked for the portrait and then for its painter, one in the callback of the other; who comes meanwhile asks again.
function painterOf(name, done) {
  const known = painters.get(name);
  if (known) {
    setImmediate(done, null, known);
    return;
  }
  archive.find('portrait', name, (error, picture) => {
    if (error) return done(error);
    archive.find('painter', picture, (failure, painter) => {
      if (failure) return done(failure);
      painters.set(name, painter);
      done(null, painter);
    });
  });
}

let open = 3;
for (const name of ['Ada', 'Ada', 'Ada']) {
  setTimeout(() => {
    painterOf(name, (error, painter) => {
      if (error) throw error;
      if (--open === 0) console.log(painter, archive.asked());
    });
  }, 5 * open);
}
