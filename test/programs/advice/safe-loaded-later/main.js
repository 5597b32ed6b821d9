// expect: nothing
// A part of the program is loaded when it has its turn, as a runner loads one file of tests after the other. The clock that goes on beside it is late once.
const clock = setTimeout(() => console.log('tick'), 150);

setTimeout(() => {
  const words = require('./words.js');
  console.log(words.count(), clock.hasRef());
}, 30);
