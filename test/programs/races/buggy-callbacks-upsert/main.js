// expect: race.check-then-act 15
// Two callbacks of one kind have both been told that there is no such row when the first of them puts one in.
'use strict';
const Store = require('./store');

const store = new Store();
store.create('pupils');

function enrol(name, done) {
  store.first('pupils', 'name', name, (error, pupil) => {
    if (error) return done(error);
    setTimeout(() => {
      const isNew = !pupil;
      if (!isNew) return done(null, pupil);
      store.insert('pupils', { name }, done);
    }, 20);
  });
}

let open = 2;
function end(error) {
  if (error) throw error;
  if (--open === 0) console.log(store.tables.pupils.length);
}
setImmediate(() => enrol('Ida', end));
setImmediate(() => enrol('Ida', end));
