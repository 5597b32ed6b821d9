// expect: nothing
// The look is in the function that is given by its name, or nothing is between the look and the act.
const { stat } = require('node:fs');
const { stat: statLater } = require('node:fs/promises');

const guests = [];
const state = { names: [] };
const waiting = [];

function join(name, done) {
  if (guests.length >= 2) return done(null, false);
  stat(__filename, onSize);

  function onSize(error, { size }) {
    if (error) return done(error);
    if (guests.length >= 2) return done(null, false);
    guests.push({ name, size });
    done(null, true);
  }
}

/** The place is taken in the step of the look; the callback only says so. */
function seat(name, done) {
  if (waiting.length >= 2) return done(null, false);
  add();
  stat(__filename, onSize);

  function add() {
    waiting.push(name);
  }

  function onSize(error) {
    done(error, true);
  }
}

function note(name) {
  return statLater(__filename).then(keep);

  function keep({ size }) {
    if (size === 0) return;
    state.names = [...state.names, name];
  }
}

const promised = (work) => (name) =>
  new Promise((resolve, reject) => work(name, (error, isIn) => (error ? reject(error) : resolve(isIn))));
Promise.all(['ann', 'bo', 'cy'].map(promised(join)))
  .then(() => Promise.all(['ann', 'bo', 'cy'].map(promised(seat))))
  .then(() => Promise.all(['ann', 'bo', 'cy'].map(note)))
  .then(() => console.log(guests.length, waiting.length, state.names.length));
