// expect: loop.blocked words.js:4
// The part of the program is there already; what takes its time is a call of it.
const words = require('./words.js');

const clock = setTimeout(() => console.log('tick'), 150);

setTimeout(() => {
  console.log(words.count(), clock.hasRef());
}, 30);
