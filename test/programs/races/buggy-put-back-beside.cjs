// expect: race.atomicity 10,8
// Two jobs beside each other note their place on one context, and put back what they found: the second one leaves there what the first had set.
const fs = require('node:fs');

const context = { place: { number: -1 } };

function enter(number, rounds, callback) {
  const found = context.place;
  context.place = { number, found };
  repeat(rounds, () => ((context.place = found), callback()));
}

function repeat(rounds, callback) {
  fs.stat(__filename, () => (rounds > 1 ? repeat(rounds - 1, callback) : callback()));
}

let left = 2;
const done = () => --left === 0 && console.log(context.place.number);
fs.stat(__filename, () => enter(0, 1, done));
fs.stat(__filename, () => enter(1, 9, done));
