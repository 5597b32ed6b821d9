// expect: nothing
'use strict';
const { isHere, seen } = require('./presence');

// Each beat of a member puts the same two entries in again.
let beats = 0;
const heart = setInterval(() => {
  for (const name of ['ida', 'tom']) seen(name, ++beats);
  if (beats < 60) return;
  clearInterval(heart);
  console.log(isHere('ida'), isHere('tom'), isHere('eve'));
}, 5);
