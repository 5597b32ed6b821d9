// expect: nothing
// Those who come while a map of another place is being drawn have their own drawn; those who want the same one wait for it.
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
setTimeout(() => mapOf('Aarhus', (sheet) => console.log('Aarhus again:', sheet)), 40);
