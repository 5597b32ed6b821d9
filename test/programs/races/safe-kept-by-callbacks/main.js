// expect: nothing
'use strict';
// Two lenders give out copies of one book, each when the one before has stored how many are left.
const { openShelf } = require('./shelf.js');

const shelf = openShelf({ tides: 3, dunes: 1 });
const waiting = [];
let isBusy = false;

function next() {
  const job = waiting.shift();
  isBusy = job !== undefined;
  if (job) job(next);
}

function inTurn(job) {
  waiting.push(job);
  if (!isBusy) next();
}

function lend(title, reader, done) {
  inTurn((release) => {
    shelf.get(title, (err, copies) => {
      if (err) return release(done(err));
      if (copies < 1) return release(done(null, `${reader} waits`));
      shelf.put(title, copies - 1, (failure) => {
        done(failure, `${reader} has ${title}`);
        release();
      });
    });
  });
}

let open = 2;
for (const reader of ['ann', 'ben']) {
  lend('tides', reader, (err, text) => {
    console.log(err ? err.message : text);
    if (--open === 0) shelf.get('tides', (_err, left) => console.log('left', left));
  });
}
