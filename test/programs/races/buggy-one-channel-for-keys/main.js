// expect: race.check-then-act desk.js:16,desk.js:17,desk.js:19
// A map is drawn for whoever misses it, and those who come meanwhile are put aside until it is there, whichever they want; what is known is given to what each brings along.
'use strict';
const { drawn, hand } = require('./desk');

function mapOf(place, done) {
  const draw = (next) => setTimeout(next, 80, `map of ${place}`);
  const fold = (sheet, next) => {
    drawn.town.set(place, sheet);
    next(`${sheet}, folded`);
  };
  hand('town', place, draw, fold, done);
}

mapOf('Aarhus', (sheet) => console.log('Aarhus:', sheet));
setTimeout(() => mapOf('Bergen', (sheet) => console.log('Bergen:', sheet)), 30);
