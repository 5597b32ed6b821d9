// expect: race.order.use-before-init 17,12
// What sets it is another function, which only the first of the two calls: nothing makes the second one wait for that.
'use strict';
const fs = require('node:fs');

const heights = {};

// the map, as a file would be read
fs.readFile(__filename, 'utf8', (error, text) => {
  if (error) throw error;
  const lines = text.split('\n');
  heights.nevis = { metres: lines.length };
});

function climb(times) {
  // whoever comes before the map has been read
  return times * heights.nevis.metres;
}

fs.stat(__filename, () => {
  setTimeout(() => console.log(climb(2) > 0), 120);
});
