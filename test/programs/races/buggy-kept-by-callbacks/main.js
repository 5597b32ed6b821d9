// expect: race.atomicity main.js:12,main.js:9
'use strict';
// Two lenders give out copies of one book: each asks for how many there are, and stores one less.
const { openShelf } = require('./shelf.js');

const shelf = openShelf({ tides: 3, dunes: 1 });

function lend(title, reader, done) {
  shelf.get(title, (err, copies) => {
    if (err) return done(err);
    if (copies < 1) return done(null, `${reader} waits`);
    shelf.put(title, copies - 1, (failure) => done(failure, `${reader} has ${title}`));
  });
}

let open = 2;
for (const reader of ['ann', 'ben']) {
  lend('tides', reader, (err, text) => {
    console.log(err ? err.message : text);
    if (--open === 0) shelf.get('tides', (_err, left) => console.log('left', left));
  });
}
