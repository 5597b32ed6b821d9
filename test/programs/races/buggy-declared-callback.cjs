// expect: race.check-then-act 16 ; race.atomicity 27
// What goes on with the answer is a function that is declared in the function, and given by its name.
const { stat } = require('node:fs');
const { stat: statLater } = require('node:fs/promises');

const guests = [];
const state = { names: [] };

function join(name, done) {
  if (guests.length >= 2) return done(null, false);
  stat(__filename, onSize);

  function onSize(error, { size }) {
    if (error) return done(error);
    // Three were let through by the same look.
    guests.push({ name, size });
    done(null, true);
  }
}

function note(name) {
  const before = state.names;
  return statLater(__filename).then(keep);

  function keep({ size }) {
    if (size === 0) return;
    state.names = [...before, name];
  }
}

const joined = (name) => new Promise((resolve, reject) => join(name, (error, isIn) => (error ? reject(error) : resolve(isIn))));
Promise.all(['ann', 'bo', 'cy'].map(joined))
  .then(() => Promise.all(['ann', 'bo', 'cy'].map(note)))
  .then(() => console.log(guests.length, state.names.length));
